"""What goes into the sandbox, beside the student's side of the course: a package of its own that imports nothing of the course."""
