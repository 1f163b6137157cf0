"""The words that normalisation knows: data, to be added to."""

from __future__ import annotations


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


TITLES = {
    "Mr": "Mister",
    "Mrs": "Missus",
    "Ms": "Miz",
    "Dr": "Doctor",
}
"""Before a name, with or without a point. eSpeak makes a pause after the point, and spells “Ms”."""

ABBREVIATIONS = {
    "Prof": "Professor",
    "Capt": "Captain",
    "Sgt": "Sergeant",
    "Lt": "Lieutenant",
    "Cpl": "Corporal",
    "Col": "Colonel",
    "Gen": "General",
    "Maj": "Major",
    "Cmdr": "Commander",
    "Insp": "Inspector",
    "Supt": "Superintendent",
    "Rev": "Reverend",
    "Gov": "Governor",
    "Sen": "Senator",
    "Mme": "Madame",
    "Mlle": "Mademoiselle",
    "Messrs": "Messers",
    "St": "Saint",
    "Mt": "Mount",
    "Ft": "Fort",
}
"""Before a name, with a point."""

POINTED = {
    "Jr": "Junior",
    "Sr": "Senior",
    "vs": "versus",
    "approx": "approximately",
    "Vol": "Volume",
    "Ch": "Chapter",
    "Chap": "Chapter",
}
"""Anywhere, with a point, which goes too."""

NUMBERED = (
    "act", "appendix", "book", "canto", "chapter", "day", "episode", "interlude", "letter", "mark", "night", "page",
    "part", "phase", "scene", "section", "stave", "verse", "volume", "war",
)  # fmt: skip
"""What Roman numerals count."""

REGNAL = (
    "alexander", "catherine", "charles", "edward", "elizabeth", "francis", "frederick", "george", "henry", "james",
    "john", "leo", "louis", "mary", "napoleon", "nicholas", "paul", "peter", "philip", "pius", "rameses", "richard",
    "robert", "victoria", "wilhelm", "william",
)  # fmt: skip
"""Names of kings, queens and popes, whom Roman numerals rank."""

ORDINALS = (
    "", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
    "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth",
    "twentieth",
)  # fmt: skip

NUMBER_WORDS = _set(
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred first second third fourth fifth "
    "sixth seventh eighth ninth tenth last"
)

CURRENCIES = {
    "$": ("dollar", "dollars"),
    "£": ("pound", "pounds"),
    "€": ("euro", "euros"),
    "¥": ("yen", "yen"),
}

SYMBOLS = {
    "&": "and",
    "%": "per cent",
    "=": "equals",
    "@": "at",
    "№": "number",
    "§": "section",
    "×": "times",
    "÷": "divided by",
    "°": "degrees",
}
"""Said as words between blanks."""

FRACTIONS = {"1/2": "one half", "1/3": "one third", "2/3": "two thirds", "1/4": "one quarter", "3/4": "three quarters"}

ELISIONS = _set("tis twas twere twill em cause cos cuz til till bout round n im er neath gainst ere")
"""Words that keep the apostrophe they begin with."""

INTERJECTIONS = {
    "hm": "hmm",
    "hmmm": "hmm",
    "mm": "hmm",
    "mmm": "hmm",
    "mhm": "uh-huh",
    "mm-hmm": "uh-huh",
    "mm-hm": "uh-huh",
    "sh": "shush",
    "shh": "shush",
    "shhh": "shush",
    "ssh": "shush",
    "grr": "gurr",
    "grrr": "gurr",
    "brr": "burr",
    "brrr": "burr",
}
"""Sounds that engines spell letter by letter, in letters they can say; after stretched ones are cut to three."""

ACRONYMS = _set(
    "AI AIDS ATM BBC CCTV CEO CIA CNN DIY DNA DVD EU FAQ FBI GPS HIV HQ IQ ITV LA MI5 MI6 NASA NATO NHS NYPD PE PI PR "
    "RAF SOS SUV TARDIS TV UFO UK UN UNIT US USA USSR VIP WI WWI WWII YMCA YWCA"
)
"""Spelt or said as they stand even where everything around is in capitals."""

AMBIGUOUS = _set("AIDS LA PE PI PR UN US")
"""Acronyms that are words as well: among shouted words they are shouted too."""

SHORT_WORDS = _set(
    "aah ahh all an and any are as ask at ate aww bad be bed big boy but buy by bye can car cry cut dad day did "
    "die do dog don eat end eww far few fly for fun get go god got gun guy ha had has hat he her hey hi him his "
    "hit hmm how huh if in is it its job joy kid kin law led let lie lot mad man may me men met mom mum my new no "
    "noo nor not now of off oh ohh old on one ooh or our out ow own pay put ran red rid run sad sat saw say see "
    "set she shy sir sit six so son stop sun ten the tie to too top try two ugh uh um up use war was way we who "
    "why win won wow yay yep yes yet you"
)
"""Words of two or three letters that are shouted rather than spelt when they stand in capitals."""
