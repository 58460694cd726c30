package dev.atelier.providers.sandbox.scene;

import java.util.Collection;

/** A rectangle in pixels, y downwards. */
record Box(double x, double y, double w, double h) {

  /** Stands on {@code base}, its middle at {@code cx}. */
  static Box standing(double cx, double base, double w, double h) {
    return new Box(cx - w / 2, base - h, w, h);
  }

  static Box around(Collection<Box> boxes) {
    double left = boxes.stream().mapToDouble(Box::x).min().orElse(0);
    double top = boxes.stream().mapToDouble(Box::y).min().orElse(0);
    double right = boxes.stream().mapToDouble(Box::right).max().orElse(0);
    double bottom = boxes.stream().mapToDouble(Box::base).max().orElse(0);
    return new Box(left, top, right - left, bottom - top);
  }

  double right() {
    return x + w;
  }

  double base() {
    return y + h;
  }

  double cx() {
    return x + w / 2;
  }

  Box moved(double dx, double dy) {
    return new Box(x + dx, y + dy, w, h);
  }

  Box scaled(double by, double cx, double cy) {
    return new Box(cx + (x - cx) * by, cy + (y - cy) * by, w * by, h * by);
  }
}
