// Keeps an open page up to date. Inserts each block from the stream once, and never scrolls the text
// that is being read. The page is complete without this script.

import { put, count, listen } from "./live/arrivals.js";
import { follow, position } from "./live/connection.js";
import { catchUp, returnToPlace } from "./live/behind.js";
import { isEmbed, seqOf } from "./live/page.js";
import { datePaper } from "./live/paper.js";
import { move, reload } from "./live/places.js";
import { offerSharing } from "./live/share.js";
import { remember, sinceYouLeft, watchAbsence } from "./live/since.js";
import { offerZone, writeUpdated } from "./live/times.js";

function takeBlocks(blocks) {
  put(blocks);
  if (blocks.length > 0) writeUpdated();
  count();
  remember(position());
}

// A reset within one epoch means that too many blocks have changed. In another epoch the blocks of
// this page may be of an older version of Dateline, and the page is loaded again, as is every embed:
// it may have no origin, and then it cannot read pages.
function resetTo(head) {
  const [ours, theirs] = [position(), head].map((each) => each.split("-")[0]);
  if (isEmbed || ours !== theirs || seqOf(head) < seqOf(position())) return reload();
  return catchUp();
}

listen();
move();
offerZone();
offerSharing();
datePaper();
returnToPlace();
follow({ take: takeBlocks, reset: resetTo });
sinceYouLeft().then(() => remember(position()));
watchAbsence();
