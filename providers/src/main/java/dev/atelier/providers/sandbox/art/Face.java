package dev.atelier.providers.sandbox.art;

/** A way of lettering. Chinese falls back to the matching Chinese typeface. */
public enum Face {
  SANS("sans-medium.ttf", "sans-sc-bold.ttf"),
  SANS_BOLD("sans-bold.ttf", "sans-sc-bold.ttf"),
  SERIF("serif-medium.ttf", "serif-sc-black.ttf"),
  SERIF_BLACK("serif-black.ttf", "serif-sc-black.ttf");

  private final String latin;
  private final String chinese;

  Face(String latin, String chinese) {
    this.latin = latin;
    this.chinese = chinese;
  }

  String latin() {
    return latin;
  }

  String chinese() {
    return chinese;
  }
}
