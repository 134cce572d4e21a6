"""An invented live page in the form of an archive: text without its markup."""

from __future__ import annotations

PAGE = """\
‘Halvern holds its breath’ as the Orrin nears the top of its banks

The river is at its highest since it was first measured, and the town waits. Follow what happens
here

By Ada Lindqvist, and Tom Sealy in Halvern 6:42AM BST 14 Oct 2025

- Dam at Cold Edge ‘not in danger’
- Council denies sandbags ran out
- The Orrin rises, as it happened

Latest

This is where things stood on Monday night, from Ben Okafor, Environment Editor, Mo Reyes in Varn
and Ada Lindqvist in Halvern:

• The Orrin stood at 4.3 m at the old bridge, the river service said, and had not moved for an hour.
The town's lower streets, which were emptied during the

afternoon, stayed dark, a resident told us

- Two callers spoke of a man in the water. The police know of nobody missing.

 



Water under the arches of the old bridge on Monday evening Photo: Orrin Agency

• The farmers' union says the dam let water go too late. "We asked for it on Friday," it said.

- A relief train is expected at nine.

23.05



22.40

The mayor and the head of the river service spoke for twenty minutes, a spokeswoman said.

"Both will look at the numbers again tonight," Lena Hart, the spokeswoman, said.

Hart said the mayor had asked about the dam.

20.15

Ben Okafor, Environment Editor, has answers to what was asked most.

Is the dam in danger?

The river service says it is not. It was inspected on Monday.

Why does it let water go now?

More rain is forecast - and what is let go today makes room.

The farmers disagree.

What comes next?

The peak, the service says. Will it be tonight, or will it be another long day for those who wait at
the sports hall and for the people of Weir Street?

19.02

Farmers: the dam is the cause

Jon Marsh, head of the farmers' union, said he was angry and called it "a very slow flood".



We have the letters, all of them, with the dates on them.

"If these figures hold, it is negligence.

"And it is the last thing this valley needs."

Streets that were emptied

Streets emptied by order of Halvern Town council, without an order



18.30

Marit Voss, the ferrywoman, said she could "absolutely say" it was the highest ever, writes **Tom
Sealy in Halvern**.

"I have every mark on that wall," Ms Voss said. "This one is over all of them."

"I can tell you: it is over all of them."
"""
