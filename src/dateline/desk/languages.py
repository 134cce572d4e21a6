"""The languages in which a coverage can be written, as BCP 47 tags. Pure."""

from __future__ import annotations

from typing import Final

# All of ISO 639-1, and the languages of CLDR that have no code in ISO 639-1.
_KNOWN: Final = frozenset(
    " aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy"
    " da de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht"
    " hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky"
    " la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny"
    " oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss"
    " st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo"
    " za zh zu"
    " agq asa ast bas bem bez bho brx ccp ceb cgg chr ckb csb dav dje doi dsb dua dyo ebu ewo"
    " fil fur gsw guz haw hsb jgo jmc kab kam kde kea kgp khq kln kok ksb ksf ksh lag lij lkt"
    " lmo lrc luo luy mai mas mer mfe mgh mgo mni mua mzn naq nds nmg nnh nqo nus nyn pcm prg"
    " raj rof rwk sah saq sat sbp scn seh ses shi smn szl teo tok twq tzm vai vun wae xog yav"
    " yrl yue zgh".split()
)


def is_known(tag: str) -> bool:
    """Whether the language of a tag such as `pt-BR` is known; the rest of the tag is ignored."""
    return tag.partition("-")[0] in _KNOWN
