package dev.atelier.api.openai;

import dev.atelier.gateway.Gateway;
import dev.atelier.http.server.Exchange;
import dev.atelier.image.AdmissionFault.RateLimited;
import dev.atelier.image.Fault;
import dev.atelier.metering.key.Principal;
import dev.atelier.metering.limit.Limits;
import dev.atelier.queue.Job;
import java.time.Duration;

/**
 * How the caller's limits stand, as {@code x-ratelimit-…} has it
 * (https://platform.openai.com/docs/guides/rate-limits#rate-limits-in-headers). Nothing is told of
 * what is unlimited.
 */
public final class RateLimitHeaders {
  private static final String REQUESTS = "requests";
  private static final String IMAGES = "images";

  private RateLimitHeaders() {}

  /** On the answer to an order that was accepted. */
  public static void set(Exchange exchange, Gateway gateway, Principal principal, Job job) {
    Limits limits = gateway.limits();
    Limits.Standing standing =
        limits.standing(limits.of(principal, job.request().order().endUser()));
    standing.requests().ifPresent(pace -> set(exchange, REQUESTS, pace));
    standing.images().ifPresent(pace -> set(exchange, IMAGES, pace));
  }

  /** On the answer to one that came too soon: of the limit that refused it. */
  public static void set(Exchange exchange, Fault fault) {
    if (fault instanceof RateLimited(var limit, long max, long used, _, var retryAfter)) {
      int left = Math.toIntExact(Math.max(0, max - used));
      var pace = new Limits.Pace(Math.toIntExact(max), left, retryAfter);
      switch (limit) {
        case "requests" -> set(exchange, REQUESTS, pace);
        case "input-images" -> set(exchange, IMAGES, pace);
        default -> {
          // not by the minute
        }
      }
    }
  }

  private static void set(Exchange exchange, String what, Limits.Pace pace) {
    exchange.setHeader("x-ratelimit-limit-" + what, Integer.toString(pace.limit()));
    exchange.setHeader("x-ratelimit-remaining-" + what, Integer.toString(pace.remaining()));
    exchange.setHeader("x-ratelimit-reset-" + what, words(pace.reset()));
  }

  /** As the vendor has it: {@code 120ms}, {@code 1s}, {@code 8.64s}, {@code 6m0s}. */
  static String words(Duration time) {
    if (time.toMillis() < 1_000) {
      return time.toMillis() + "ms";
    }
    long seconds = time.toMinutes() > 0 ? time.toSecondsPart() : time.toSeconds();
    String fraction =
        time.toMillisPart() == 0
            ? ""
            : ".%03d".formatted(time.toMillisPart()).replaceAll("0+$", "");
    String minutes = time.toMinutes() == 0 ? "" : time.toMinutes() % 60 + "m";
    String hours = time.toHours() == 0 ? "" : time.toHours() + "h";
    return hours + minutes + seconds + fraction + "s";
  }
}
