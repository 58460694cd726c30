package dev.atelier.providers.sandbox.words;

import dev.atelier.providers.sandbox.words.Subject.Place;
import dev.atelier.providers.sandbox.words.Subject.Point;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** All subjects, in the order of the data file. */
public final class Subjects {
  private static final Map<String, Subject> BY_ID = load();

  private Subjects() {}

  public static List<Subject> all() {
    return List.copyOf(BY_ID.values());
  }

  public static Optional<Subject> named(String id) {
    return Optional.ofNullable(BY_ID.get(id));
  }

  private static Map<String, Subject> load() {
    var subjects = new LinkedHashMap<String, Subject>();
    for (var row : Table.rows("subjects.tsv")) {
      var subject = subject(row);
      if (subjects.put(subject.id(), subject) != null) {
        throw new IllegalStateException("subject " + subject.id() + " is listed twice");
      }
    }
    return subjects;
  }

  private static Subject subject(List<String> row) {
    boolean nocturnal = row.get(3).equals("night");
    return new Subject(
        row.get(0),
        row.get(1),
        Integer.parseInt(row.get(2)),
        nocturnal ? Setting.FOREST : Setting.valueOf(row.get(3).toUpperCase(Locale.ROOT)),
        nocturnal,
        place(row.get(4)),
        row.get(5).equals("-")
            ? OptionalDouble.empty()
            : OptionalDouble.of(Double.parseDouble(row.get(5))),
        point(row.get(6)),
        Table.words(row.get(7)),
        Table.words(row.get(8)));
  }

  private static Optional<Point> point(String cell) {
    if (cell.equals("-")) {
      return Optional.empty();
    }
    var xy = Table.words(cell);
    return Optional.of(
        new Point(Double.parseDouble(xy.getFirst()), Double.parseDouble(xy.getLast())));
  }

  private static Place place(String cell) {
    return switch (cell) {
      case "g" -> Place.GROUND;
      case "a" -> Place.AIR;
      case "w" -> Place.WATER;
      case "u" -> Place.UNDER;
      default -> throw new IllegalStateException("no place " + cell);
    };
  }
}
