"""Blocks → utterances: the story's style of quotation, quotations, engine-sized sentences."""

from narrate.segmentation.segment import segment
from narrate.segmentation.sentences import divide
from narrate.segmentation.style import QuotationStyle, detect_style

__all__ = ["QuotationStyle", "detect_style", "divide", "segment"]
