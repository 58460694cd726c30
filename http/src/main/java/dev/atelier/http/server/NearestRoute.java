package dev.atelier.http.server;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which route, or at least which API, a path resembles that leads nowhere. Words resemble each
 * other by the pairs of letters that they share (Dice's coefficient), whatever their order in the
 * path.
 */
final class NearestRoute {
  private static final double ALIKE = 0.6;
  private static final double MOST = 0.5;
  private static final double MISSING_PREFIX = 0.3;
  private static final double MISSING_WORD = 0.5;
  private static final double OTHER_METHOD = 0.2;
  private static final double PREFIX_WORD = 0.75;
  private static final Pattern SLASHES = Pattern.compile("%2[Ff]|%5[Cc]|\\\\");
  private static final int SEGMENTS_MAX = 12;
  private static final int LETTERS_MAX = 64;

  private final List<Candidate> candidates = new ArrayList<>();
  private final Mount fallback;

  NearestRoute(List<Mount> mounts, Mount fallback) {
    this.fallback = fallback;
    for (Mount mount : mounts) {
      for (String prefix : mount.prefixes()) {
        mount.routes().stream()
            .filter(route -> !route.method().equals(SocketEndpoint.METHOD))
            .forEach(route -> candidates.add(Candidate.of(mount, prefix, route)));
      }
    }
  }

  /**
   * @param address method and template, such as {@code POST /v1/images/generations}
   */
  record Nearest(ErrorRenderer errors, Optional<String> address) {
    /** Names the address in a sentence. */
    String advice() {
      return address.map(where -> "Try " + where + ".").orElse("");
    }

    /** A problem, and the address to try instead. */
    String advised(String problem) {
      return address.map(where -> problem + ", try " + where).orElse(problem);
    }
  }

  /**
   * @param path as it came, decodable or not
   */
  Nearest of(String method, String path) {
    var asked = new Asked(method.equals("HEAD") ? "GET" : method, words(path));
    Candidate nearest = null;
    double best = Double.NEGATIVE_INFINITY;
    for (Candidate candidate : candidates) {
      double score = asked.likeness(candidate);
      if (score > best) {
        nearest = candidate;
        best = score;
      }
    }
    return nearest == null ? ofPrefix(asked) : nearest(nearest.mount, nearest.address());
  }

  /** Of the mount whose prefix the path has most of, what stands first there. */
  private Nearest ofPrefix(Asked asked) {
    Candidate nearest = null;
    double best = 0;
    for (Candidate candidate : candidates) {
      double score = asked.prefix(candidate);
      if (score > best) {
        nearest = candidate;
        best = score;
      }
    }
    if (nearest != null) {
      return nearest(nearest.mount, nearest.address());
    }
    return new Nearest(
        fallback.errors(),
        fallback.routes().stream()
            .findFirst()
            .map(route -> Candidate.of(fallback, fallback.prefixes().getFirst(), route).address()));
  }

  private static Nearest nearest(Mount mount, String address) {
    return new Nearest(mount.errors(), Optional.of(address));
  }

  private static List<String> words(String path) {
    return Template.segments(SLASHES.matcher(path).replaceAll("/")).stream()
        .filter(segment -> !segment.isEmpty())
        .limit(SEGMENTS_MAX)
        .map(segment -> segment.substring(0, Math.min(LETTERS_MAX, segment.length())))
        .map(segment -> segment.toLowerCase(Locale.ROOT))
        .toList();
  }

  /**
   * One template.
   *
   * @param prefix words of the mount
   * @param words of the route, variables left out; where it has none, the last of the prefix that
   *     is no version
   * @param ofPrefix whether they are
   */
  private record Candidate(
      Mount mount,
      String method,
      String template,
      List<String> prefix,
      List<String> words,
      boolean ofPrefix) {
    static Candidate of(Mount mount, String prefix, Route route) {
      List<String> before = Template.segments(prefix);
      List<String> words =
          Template.segments(route.template()).stream()
              .filter(segment -> !Template.isVariable(segment))
              .toList();
      return new Candidate(
          mount,
          route.method(),
          Mount.joined(prefix, route.template()),
          before,
          words.isEmpty()
              ? before.reversed().stream()
                  .filter(word -> !PathSpelling.isVersion(word))
                  .limit(1)
                  .toList()
              : words,
          words.isEmpty());
    }

    String address() {
      return method + " " + template;
    }
  }

  /** A path in question; what it was compared with is remembered. */
  private static final class Asked {
    private final String method;
    private final List<String> segments;
    private final Map<String, Double> known = new HashMap<>();

    Asked(String method, List<String> segments) {
      this.method = method;
      this.segments = segments;
    }

    /** How much of the route's words are there; the least possible for not most of them. */
    double likeness(Candidate candidate) {
      double found = 0;
      int alike = 0;
      for (String word : candidate.words) {
        double likeness = likeness(word);
        alike += likeness >= ALIKE ? 1 : 0;
        found += likeness >= ALIKE ? likeness : -MISSING_WORD;
      }
      if (alike == 0 || alike <= MOST * candidate.words.size()) {
        return Double.NEGATIVE_INFINITY;
      }
      double own = candidate.ofPrefix ? PREFIX_WORD * found : found;
      return own + prefix(candidate) / 2 - (candidate.method.equals(method) ? 0 : OTHER_METHOD);
    }

    double prefix(Candidate candidate) {
      double found = 0;
      for (String word : candidate.prefix) {
        found += likeness(word) >= ALIKE ? likeness(word) : -MISSING_PREFIX;
      }
      return found;
    }

    private double likeness(String word) {
      return known.computeIfAbsent(
          word, _ -> segments.stream().mapToDouble(segment -> dice(word, segment)).max().orElse(0));
    }

    private static double dice(String one, String other) {
      if (one.equals(other)) {
        return 1;
      }
      Set<String> pairs = pairs(one);
      Set<String> others = pairs(other);
      int both = pairs.size() + others.size();
      pairs.retainAll(others);
      return both == 0 ? 0 : 2.0 * pairs.size() / both;
    }

    private static Set<String> pairs(String word) {
      Set<String> pairs = new HashSet<>();
      for (int i = 0; i + 2 <= word.length(); i++) {
        pairs.add(word.substring(i, i + 2));
      }
      return pairs;
    }
  }
}
