package dev.atelier.providers.sandbox.words;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Something the sandbox can draw.
 *
 * @param id its plain English name
 * @param drawing names the artwork, such as {@code noto:cat}
 * @param size 0 (a bee) to 10 (a castle), each step about a fifth larger in a picture
 * @param home where it is shown when the prompt names no setting
 * @param seat how far down its height others sit on it, 0..1, where they can
 * @param head where a hat goes
 */
public record Subject(
    String id,
    String drawing,
    int size,
    Setting home,
    boolean nocturnal,
    Place place,
    OptionalDouble seat,
    Optional<Point> head,
    List<String> english,
    List<String> chinese) {
  public Subject {
    english = List.copyOf(english);
    chinese = List.copyOf(chinese);
  }

  /** What it stands on or floats in. */
  public enum Place {
    GROUND,
    AIR,
    WATER,
    UNDER
  }

  /** A place on the drawing, as shares of its width and height. */
  public record Point(double x, double y) {}
}
