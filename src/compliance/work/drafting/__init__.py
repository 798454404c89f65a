"""From the lines of a breakdown table to drafts of obligations for one office."""
