"""What the project's commands are made of. No lesson imports it."""
