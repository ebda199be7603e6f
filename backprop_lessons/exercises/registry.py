"""All exercises of the course, by id."""

from . import ch01

EXERCISES = {exercise.id: exercise for chapter in (ch01,) for exercise in chapter.EXERCISES}
