package dev.atelier.http.server;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A span that others may be children of, as the header {@code traceparent} of W3C Trace Context
 * writes it.
 *
 * @param traceId 32 hex digits, not all 0
 * @param spanId 16 hex digits, not all 0
 * @param sampled whether its trace is recorded
 */
public record TraceParent(String traceId, String spanId, boolean sampled) {
  public static final String HEADER = "traceparent";

  private static final Pattern WRITTEN =
      Pattern.compile("([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?");
  private static final Pattern ZEROS = Pattern.compile("0+");
  private static final String VERSION = "00";
  private static final String NO_VERSION = "ff";
  private static final int SAMPLED = 1;

  /** What a header says; empty where it is not to be understood, which is no error. */
  public static Optional<TraceParent> parse(String text) {
    Matcher parts = WRITTEN.matcher(text.strip());
    if (!parts.matches() || parts.group(1).equals(NO_VERSION)) {
      return Optional.empty();
    }
    boolean tooLong = parts.group(1).equals(VERSION) && parts.group(5) != null;
    boolean nobody =
        ZEROS.matcher(parts.group(2)).matches() || ZEROS.matcher(parts.group(3)).matches();
    boolean sampled = (Integer.parseInt(parts.group(4), 16) & SAMPLED) == SAMPLED;
    return tooLong || nobody
        ? Optional.empty()
        : Optional.of(new TraceParent(parts.group(2), parts.group(3), sampled));
  }

  /** Another span of the same trace. */
  public TraceParent span(String id) {
    return new TraceParent(traceId, id, sampled);
  }

  /** As the header writes it. */
  @Override
  public String toString() {
    return VERSION + "-" + traceId + "-" + spanId + (sampled ? "-01" : "-00");
  }
}
