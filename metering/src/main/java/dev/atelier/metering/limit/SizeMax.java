package dev.atelier.metering.limit;

import dev.atelier.image.ImageSize;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The largest picture that may be ordered: so many pixels, or a box in either orientation. */
public sealed interface SizeMax {
  Pattern BOX = Pattern.compile("([1-9][0-9]{0,4})[xX]([1-9][0-9]{0,4})");
  Pattern AREA = Pattern.compile("[1-9][0-9]{0,9}");

  /** Such as {@code 1048576}. */
  record Pixels(long max) implements SizeMax {
    @Override
    public String toString() {
      return Long.toString(max);
    }
  }

  /** Such as {@code 1536x1024}, which holds 1024x1536 too. */
  record Box(ImageSize size) implements SizeMax {
    @Override
    public String toString() {
      return size.toString();
    }
  }

  default boolean holds(ImageSize size) {
    return switch (this) {
      case Pixels(var max) -> (long) size.width() * size.height() <= max;
      case Box(var box) ->
          longer(size) <= longer(box)
              && Math.min(size.width(), size.height()) <= Math.min(box.width(), box.height());
    };
  }

  /** Empty for a text that is neither a size nor a number of pixels. */
  static Optional<SizeMax> parse(String text) {
    Matcher box = BOX.matcher(text);
    if (box.matches()) {
      return Optional.of(
          new Box(new ImageSize(Integer.parseInt(box.group(1)), Integer.parseInt(box.group(2)))));
    }
    return AREA.matcher(text).matches()
        ? Optional.of(new Pixels(Long.parseLong(text)))
        : Optional.empty();
  }

  private static int longer(ImageSize size) {
    return Math.max(size.width(), size.height());
  }
}
