"""DAISY 2.02: full text and full sound, for players that blind readers own."""
