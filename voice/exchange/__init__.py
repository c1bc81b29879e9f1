"""What comes out of the journal and goes into it: lists, tables, files, pictures, another program."""
