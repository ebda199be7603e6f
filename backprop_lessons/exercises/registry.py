"""All exercises of the course, by id."""

from . import ch01, ch02, ch03, ch04, ch05, ch06, ch07, ch08

EXERCISES = {exercise.id: exercise for chapter in (ch01, ch02, ch03, ch04, ch05, ch06, ch07, ch08) for exercise in chapter.EXERCISES}
