package dev.atelier.api.apimart;

/** How large a picture of a ratio is. */
enum Resolution {
  ONE_K("1k"),
  TWO_K("2k"),
  FOUR_K("4k");

  private final String word;

  Resolution(String word) {
    this.word = word;
  }

  String word() {
    return word;
  }
}
