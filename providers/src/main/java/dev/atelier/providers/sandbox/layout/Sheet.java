package dev.atelier.providers.sandbox.layout;

import dev.atelier.providers.sandbox.art.Brush;
import dev.atelier.providers.sandbox.layout.Page.Printed;
import java.util.List;

/**
 * A page being printed.
 *
 * @param bare without ground
 */
record Sheet(Brush brush, Printed printed, long seed, int detail, boolean bare) {

  float w() {
    return brush.width();
  }

  float h() {
    return brush.height();
  }

  float u() {
    return brush.unit();
  }

  Scheme scheme() {
    return Scheme.of(printed.colours(), printed.scene().mood(), seed);
  }

  boolean hasArt() {
    return !printed.scene().actors().isEmpty();
  }

  String title() {
    return printed.texts().isEmpty() ? "" : printed.texts().getFirst();
  }

  /** What stands below the title. */
  List<String> below() {
    return printed.texts().stream().skip(1).toList();
  }
}
