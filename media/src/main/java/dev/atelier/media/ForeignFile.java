package dev.atelier.media;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Says in words what a file is that is none of ours, from its first bytes: empty, a text, or a
 * format that others read. What it says completes "the picture …".
 */
final class ForeignFile {
  /** Enough for what stands before the first tag of an SVG. */
  static final int SAMPLE_BYTES = 1024;

  private static final String OURS = "; only PNG, JPEG and WebP are read";

  /** By how the file begins, in Latin-1. */
  private static final Map<String, String> BEGINNINGS =
      Map.ofEntries(
          Map.entry("GIF8", "a GIF image"),
          Map.entry("%PDF", "a PDF document"),
          Map.entry("II*\0", "a TIFF image"),
          Map.entry("MM\0*", "a TIFF image"),
          Map.entry("II+\0", "a TIFF image"),
          Map.entry("MM\0+", "a TIFF image"),
          Map.entry("8BPS", "a Photoshop document"),
          Map.entry("\0\0\1\0", "an ICO image"),
          Map.entry("\u00ff\n", "a JPEG XL image"),
          Map.entry("\0\0\0\fJXL ", "a JPEG XL image"),
          Map.entry("\0\0\0\fjP  ", "a JPEG 2000 image"),
          Map.entry("\u00ffO\u00ffQ", "a JPEG 2000 image"),
          Map.entry("PK\3\4", "a ZIP archive"),
          Map.entry("\u001f\u008b", "a gzip archive"));

  private static final Set<String> HEIF =
      Set.of("heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1");
  private static final Set<String> AVIF = Set.of("avif", "avis");

  /** A bitmap's length, then four bytes that are always zero. */
  private static final String BMP = "(?s)BM.{4}\0{4}.*";

  private ForeignFile() {}

  /**
   * @param sample the first bytes of a file that no {@link Format} begins
   * @param length how many of them there are, at most {@link #SAMPLE_BYTES}
   */
  static UnusableMediaException problem(byte[] sample, int length) {
    if (length == 0) {
      return new UnusableMediaException("is empty");
    }
    String start = new String(sample, 0, length, ISO_8859_1);
    if (start.startsWith("ftyp", 4)) {
      return refused(container(start));
    }
    if (start.matches(BMP)) {
      return refused("a BMP image");
    }
    return BEGINNINGS.entrySet().stream()
        .filter(one -> start.startsWith(one.getKey()))
        .findFirst()
        .map(one -> refused(one.getValue()))
        .orElseGet(() -> isText(start) ? text(start) : UnusableMediaException.notAnImage());
  }

  /** What an ISO media file says of itself: its major brand, or one that it is compatible with. */
  private static String container(String start) {
    int end = Math.clamp(start.charAt(2) << 8 | start.charAt(3), 12, start.length());
    for (int at = 8; at + 4 <= end; at += at == 8 ? 8 : 4) {
      String brand = start.substring(at, at + 4);
      if (AVIF.contains(brand)) {
        return "an AVIF image";
      }
      if (HEIF.contains(brand) && !brand.endsWith("f1")) {
        return "a HEIC image";
      }
    }
    return start.startsWith("mif1", 8) || start.startsWith("msf1", 8)
        ? "a HEIF image"
        : "a video or sound file";
  }

  private static UnusableMediaException text(String start) {
    String text = start.replaceFirst("^(\u00ef\u00bb\u00bf)?\\s*", "").toLowerCase(Locale.ROOT);
    if (text.startsWith("<") && text.contains("<svg")) {
      return refused("an SVG image");
    }
    if (text.startsWith("<!doctype html") || text.startsWith("<html")) {
      return new UnusableMediaException("is an HTML page, not an image" + OURS);
    }
    return new UnusableMediaException("is a text, not an image" + OURS);
  }

  private static UnusableMediaException refused(String what) {
    return new UnusableMediaException("is " + what + OURS);
  }

  /** Without the control characters that hardly any text has; UTF-16 has its mark. */
  private static boolean isText(String start) {
    return start.startsWith("\u00ff\u00fe")
        || start.startsWith("\u00fe\u00ff")
        || start.chars().allMatch(c -> (c >= ' ' && c != 0x7f) || (c >= '\t' && c <= '\r'));
  }
}
