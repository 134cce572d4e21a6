"""What other programs put on the clipboard: HTML, the markup that it becomes, and what is dropped.

Written by hand after what these programs write, with their wrappers, styles and comments.
"""

# The lines are as long as those of the programs.
# ruff: noqa: E501

from __future__ import annotations

WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"
xmlns:w="urn:schemas-microsoft-com:office:word" xmlns="http://www.w3.org/TR/REC-html40">
<head><meta http-equiv=Content-Type content="text/html; charset=utf-8">
<meta name=Generator content="Microsoft Word 15">
<style><!-- p.MsoNormal {margin:0cm; font-family:"Calibri",sans-serif;} --></style>
<!--[if gte mso 9]><xml><w:WordDocument></w:WordDocument></xml><![endif]--></head>
<body lang=EN-GB style='tab-interval:36.0pt'><!--StartFragment-->
<p class=MsoNormal><b>Water <i>rises</i></b> in the<br>
old town.<o:p></o:p></p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='font-family:Symbol'><span style='mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp;
</span></span></span><![endif]>The dam holds<o:p></o:p></p>
<p class=MsoListParagraphCxSpLast style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='font-family:Symbol'><span style='mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;
</span></span></span><![endif]>The <a href="https://a.example/road">road</a> is shut<o:p></o:p></p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><span style='mso-list:Ignore'>1.<span>&nbsp;</span></span>First<o:p></o:p></p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><span style='mso-list:Ignore'>2.<span>&nbsp;</span></span>Second<o:p></o:p></p>
<p class=MsoNormal><!--[if gte vml 1]><v:shape><v:imagedata src="file:///C:/clip.png"/></v:shape><![endif]--><img
width=200 height=100 src="file:///C:/Temp/clip_image002.png"></p>
<!--EndFragment--></body></html>"""

DOCS = """<meta charset='utf-8'><meta charset="utf-8"><b style="font-weight:normal;"
id="docs-internal-guid-5f0b7a1e-7fff-1234"><p dir="ltr" style="line-height:1.38;margin-top:0pt;"><span
style="font-size:11pt;font-family:Arial;font-weight:400;font-style:normal;white-space:pre-wrap;">Water </span><span
style="font-size:11pt;font-weight:700;font-style:normal;">rises</span><span style="font-weight:400;font-style:italic;">
fast</span></p><br /><p dir="ltr"><a href="https://a.example/wiki/Dam_(river)"
style="text-decoration:none;"><span style="color:#1155cc;font-weight:400;text-decoration:underline;">The dam</span></a><span
style="font-weight:400"> holds.</span></p><ul style="margin-top:0;"><li dir="ltr" aria-level="1"
style="list-style-type:disc;font-weight:400;"><p dir="ltr" role="presentation"><span
style="font-weight:400">one</span></p></li><ul><li dir="ltr" aria-level="2"><p dir="ltr"
role="presentation"><span>two</span></p></li></ul></ul><div dir="ltr"><table><colgroup><col /></colgroup><tbody><tr><td><p><span>Varn</span></p></td><td><p><span>4.2 m</span></p></td></tr></tbody></table></div></b><br class="Apple-interchange-newline" />"""

MAIL = """<div dir="ltr">Dear Ben,<div><br></div><div>the pump at <b>Varn</b> failed.</div><div>It is
<i>not</i> repaired.<br>More at https://a.example/pumps/?id=4.</div><div><br></div><div><table role="presentation"><tr><td><img
src="https://t.example/open.gif" width="1" height="1"></td></tr></table></div><div class="gmail_signature"><font
color="#888888">Ada</font></div></div><script>steal()</script>"""

PAGE = """<html><body><!--StartFragment--><h2 style="color: rgb(0, 0, 0); font-weight: 700;">The <em>Orrin</em></h2><p
style="font-weight: 400;">A river, <strong>long</strong><sup>[1]</sup> and
<a href="https://b.example/wiki/x" onclick="steal()">slow</a>, <a href="javascript:steal()">here</a>.</p><figure><img
src="https://a.example/a.jpg" alt="River"><figcaption>The river</figcaption></figure><img src="b.png"><ol
start="3"><li>three</li><li>four</li></ol><iframe src="https://v.example/"></iframe><p>End\u202e.</p><!--EndFragment--></body></html>"""

SAMPLES: dict[str, tuple[str, str, str]] = {
    "Word": (
        WORD,
        "**Water** **_rises_** in the\nold town.\n\n- The dam holds\n"
        "- The [road](https://a.example/road) is shut\n\n1. First\n2. Second",
        "1 picture",
    ),
    "Google Docs": (
        DOCS,
        "Water **rises** _fast_\n\n[The dam](https://a.example/wiki/Dam_(river)) holds.\n\n"
        "- one\n- two\n\nVarn · 4.2 m",
        "1 table",
    ),
    "mail": (
        MAIL,
        "Dear Ben,\n\nthe pump at **Varn** failed.\n\nIt is _not_ repaired.\n"
        "More at https://a.example/pumps/?id=4.\n\nAda",
        "",
    ),
    "web page": (
        PAGE,
        "**The** **_Orrin_**\n\nA river, **long**\\[1\\] and [slow](https://b.example/wiki/x), here.\n\nThe river\n\n"
        "3. three\n4. four\n\nEnd.",
        "2 pictures, 1 video",
    ),
}
