"""Words that the rules of this room ask for: verbs of speech, abbreviations, elisions."""

from __future__ import annotations

import tomllib
from importlib import resources


def words(listed: str) -> frozenset[str]:
    """The words of a list that is parted by white space."""
    return frozenset(listed.split())


SPEECH_VERBS = words(
    """
    said says say asked asks ask replied replies answered answers cried cries exclaimed exclaims whispered whispers
    muttered mutters murmured murmurs shouted shouts yelled yells screamed screams called calls added adds continued
    continues returned remarked remarks observed observes began begins repeated repeats demanded demands inquired
    enquired inquires enquires told tells responded responds retorted retorts snapped snaps hissed hisses growled
    growls sighed sighs laughed laughs gasped gasps groaned groans moaned moans sobbed sobs stammered stammers
    stuttered interrupted interrupts interposed interjected explained explains agreed agrees admitted admits insisted
    insists announced announces declared declares protested protests suggested suggests begged begs pleaded pleads
    ordered orders commanded commands warned warns promised promises urged urges breathed breathes drawled mumbled
    mumbles grumbled grunted grunts barked barks bellowed roared roars shrieked shrieks squealed squeaked croaked
    rasped purred cooed teased teases joked quipped chuckled giggled snorted scoffed sneered mused muses wondered
    wonders thought thinks reflected considered concluded pursued resumed proceeded ventured volunteered offered
    offers confessed confirmed corrected countered objected argued acknowledged assented echoed ejaculated faltered
    gushed intoned lied nodded persisted pronounced put reasoned rejoined reminded reported sang sings spat spoke
    stated swore thundered trilled vowed wailed whined whimpered queried questioned requested greeted chimed prompted
    pressed went goes quoted read wrote writes drawls blurted babbled boomed bawled commented reassured assured
    supplied finished ended signed deadpanned crooned huffed panted choked hollered piped
    """
)
"""English verbs that stand beside a quotation; also some of gesture that writers use so."""

TITLES = words(
    """
    mr mrs ms mx dr st prof rev hon capt col gen lt lieut sgt cpl maj adm cmdr gov sen rep pres supt insp det messrs
    mme mlle mm jr sr esq fr sra srta hr
    """
)
"""Abbreviations that a name follows."""

ABBREVIATIONS = TITLES | words(
    """
    vs etc eg ie cf al ca viz no nos vol vols ch chap fig figs p pp ed eds inc ltd co corp dept est ave blvd rd mt ft
    jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thurs fri a.m p.m e.g i.e u.s u.k bzw usw
    """
)

WEAK_ABBREVIATIONS = words(
    "etc al jr sr esq inc ltd co corp a.m p.m u.s u.k no ed ave blvd rd usw sat sun mar dec fig p ch"
)
"""Abbreviations after which a capital letter begins a new sentence all the same."""

CONJUNCTIONS = words(
    """
    and but or nor so yet for because although though while when where which who whom whose that if unless until since
    as than whereas et mais ou car parce que qui y pero o porque und aber oder denn weil dass
    """
)

ELISIONS = words(
    """
    em twas twere tis tisn twill twould til till cause cos coz bout round n neath mongst gainst tween ere er im is ad
    ave as at ow ome ouse and ead eard ope ell orse undred alf ard ello ey em un ud uns nother fraid nuff nough kay
    sup scuse spect member stead pon prentice varsity phone flu bus plane cello cept ceptin nd d ll re s t ve m e
    """
)
"""What follows an apostrophe at the beginning of a word: ’em, ’twas, ’90s aside, dropped aitches."""

CLIPPED = words("o th an ol wi fu de tha mo po lil li fo don ain tho thro t d av wid jus mus mos ole an' las")
"""What stands before an apostrophe at the end of a word, besides plurals in s and forms in -in’."""

SPEECH_NOUNS = words(
    """
    saying crying shouting asking whispering calling exclaiming muttering murmuring screaming yelling adding answering
    replying repeating announcing declaring shout cry exclamation answer reply whisper question murmur scream yell
    voice remark response
    """
)
"""Participles and nouns that announce a quotation as the verbs do."""


def _foreign_speech_verbs() -> tuple[frozenset[str], frozenset[str]]:
    text = resources.files("narrate.segmentation").joinpath("data", "speech-verbs.toml").read_text(encoding="utf-8")
    listed = tomllib.loads(text)
    english = words(listed.pop("also-english"))
    return frozenset().union(*(words(forms) for forms in listed.values())) - english, english


FOREIGN_SPEECH_VERBS, _ALSO_ENGLISH = _foreign_speech_verbs()
"""Verbs that report speech in other languages, but for those that are English words of another sense."""

DASH_VERBS = SPEECH_VERBS | FOREIGN_SPEECH_VERBS | _ALSO_ENGLISH
"""What tells the narrator between dashes."""
