"""The main job, for one story or many: chapters made, lines that fail, lines said again."""
