"""Word processors' files: DOCX, ODT, RTF."""
