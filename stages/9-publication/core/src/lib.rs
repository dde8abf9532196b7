//! What others may see and until when: the public view of a file.
