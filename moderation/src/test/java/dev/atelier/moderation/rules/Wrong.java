package dev.atelier.moderation.rules;
final class Wrong {
  public static void main(String[] a) throws Exception {
    for (String f : a) {
      var es = Corpus.read(f);
      System.out.println("== " + f + " " + Corpus.overall(es) + " P " + Corpus.overall(es).precision() + " R " + Corpus.overall(es).recall());
      for (var e : es) {
        if (e.verdict() != e.expected() || e.category().isPresent() && e.found().getOrDefault(e.category().get(), dev.atelier.moderation.Action.OFF) != e.expected())
          System.out.println(e.expected() + " " + e.level() + " " + e.category().orElse("-") + " | " + e.prompt() + " | " + e.findings().stream().map(x -> x.rule() + "=" + x.action()).toList());
      }
      System.out.println(Corpus.byCategory(es));
    }
  }
}
