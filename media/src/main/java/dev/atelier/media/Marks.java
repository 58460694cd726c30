package dev.atelier.media;

import dev.atelier.media.xmp.XmpPacket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What we write about a picture into it: IPTC's digital source type, who generated it, and simple
 * properties. All of it goes into an XMP packet in each format, PNG text chunks hold generator and
 * properties as well.
 *
 * @param digitalSourceType last part of the IPTC term, such as {@code algorithmicMedia}; empty for
 *     none
 * @param generator software that made it; empty for none
 * @param properties by name, 1..64 of {@code A-Za-z0-9_-} beginning with a letter; values are any
 *     text without control characters
 */
public record Marks(String digitalSourceType, String generator, Map<String, String> properties) {
  private static final Pattern TERM = Pattern.compile("[A-Za-z]{0,64}");
  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,63}");
  private static final Pattern CONTROL =
      Pattern.compile("\\p{Cntrl}|[\\uD800-\\uDFFF\\uFFFE\\uFFFF]");
  private static final int TEXT_MAX = 8_000;

  /** Writes nothing: for pictures of others that are only carried over. */
  public static final Marks NONE = new Marks("", "", Map.of());

  public Marks {
    properties = Collections.unmodifiableMap(new TreeMap<>(properties));
    require(TERM.matcher(digitalSourceType).matches(), "digital source type");
    require(isPlain(generator), "generator");
    int length = generator.length();
    for (var property : properties.entrySet()) {
      require(NAME.matcher(property.getKey()).matches(), "name of a property");
      require(isPlain(property.getValue()), property.getKey());
      length += property.getKey().length() + property.getValue().length();
    }
    require(length <= TEXT_MAX, "total length");
  }

  private static boolean isPlain(String text) {
    return !CONTROL.matcher(text).find();
  }

  private static void require(boolean fits, String what) {
    if (!fits) {
      throw new IllegalArgumentException("marks: bad " + what);
    }
  }

  boolean isNone() {
    return equals(NONE);
  }

  byte[] toXmp() {
    return XmpPacket.write(digitalSourceType, generator, properties);
  }

  /** The marks in an image's XMP, if it has any that we understand. */
  public static Optional<Marks> read(Path file) throws UnusableMediaException {
    try {
      return MarksReader.xmp(file).flatMap(Marks::fromXmp);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static Optional<Marks> fromXmp(byte[] packet) {
    return XmpPacket.read(packet)
        .map(read -> new Marks(read.digitalSourceType(), read.creatorTool(), read.properties()));
  }
}
