package dev.atelier.image;

/** The size a caller orders: exact pixels, or whatever suits the picture. */
public sealed interface SizeChoice {
  SizeChoice AUTO = new Auto();

  static SizeChoice of(int width, int height) {
    return new Exact(new ImageSize(width, height));
  }

  record Auto() implements SizeChoice {
    @Override
    public String toString() {
      return "auto";
    }
  }

  record Exact(ImageSize size) implements SizeChoice {
    @Override
    public String toString() {
      return size.toString();
    }
  }
}
