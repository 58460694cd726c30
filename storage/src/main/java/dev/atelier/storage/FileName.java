package dev.atelier.storage;

import java.util.regex.Pattern;

/** A file name safe in a URL path, a header and any file system: ASCII letters, digits, . _ - */
final class FileName {
  private static final Pattern UNSAFE = Pattern.compile("[^A-Za-z0-9._-]+");
  private static final Pattern EDGES = Pattern.compile("^[.-]+|[.-]+$");
  private static final Pattern DOTS = Pattern.compile("\\.{2,}");
  private static final int LENGTH_MAX = 100;

  private FileName() {}

  /** What is left of {@code wanted} when made safe; {@code file} if nothing is. */
  static String safe(String wanted) {
    var ascii = UNSAFE.matcher(wanted).replaceAll("-");
    var name = trimmed(DOTS.matcher(ascii).replaceAll("."));
    var shorter = name.length() > LENGTH_MAX ? shortened(name) : name;
    return shorter.isEmpty() ? "file" : shorter;
  }

  private static String shortened(String name) {
    return trimmed(name.substring(name.length() - LENGTH_MAX));
  }

  private static String trimmed(String name) {
    return EDGES.matcher(name).replaceAll("");
  }
}
