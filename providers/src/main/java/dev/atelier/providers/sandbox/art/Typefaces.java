package dev.atelier.providers.sandbox.art;

import io.github.humbleui.skija.Data;
import io.github.humbleui.skija.FontMgr;
import io.github.humbleui.skija.Typeface;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/** The typefaces that come with the sandbox, loaded when first used; never the machine's own. */
final class Typefaces {
  private static final Map<String, Typeface> LOADED = new ConcurrentHashMap<>();
  private static final String WIDEST = "sans-sc-bold.ttf";

  private Typefaces() {}

  /** Where to look for a glyph, in order. */
  static List<Typeface> of(Face face) {
    return List.of(named(face.latin()), named(face.chinese()), named(WIDEST));
  }

  private static Typeface named(String file) {
    return LOADED.computeIfAbsent(file, Typefaces::load);
  }

  private static Typeface load(String file) {
    try (var in =
        Typefaces.class.getResourceAsStream("/dev/atelier/providers/sandbox/type/" + file)) {
      if (in == null) {
        throw new IllegalStateException("missing resource " + file);
      }
      try (var data = Data.makeFromBytes(in.readAllBytes())) {
        return Objects.requireNonNull(FontMgr.getDefault().makeFromData(data), file);
      }
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
