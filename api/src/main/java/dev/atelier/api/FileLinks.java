package dev.atelier.api;

import dev.atelier.gateway.settle.RetentionPolicy;
import dev.atelier.http.server.Exchange;
import dev.atelier.image.TenantId;
import dev.atelier.queue.Job;
import dev.atelier.queue.Origin;
import dev.atelier.storage.Artifact;
import dev.atelier.storage.Disposition;
import dev.atelier.storage.SignedLinks;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** The absolute links that answers hold. */
public final class FileLinks {
  private static final Instant FOR_GOOD = Instant.parse("9999-12-31T23:59:59Z");

  private static final int TENTHS = 10;

  private final SignedLinks links;
  private final Optional<URI> publicUrl;
  private final Duration last;
  private final RetentionPolicy retention;
  private final InstantSource clock;

  /**
   * @param publicUrl what links begin with; the request's own scheme and host if empty
   * @param last how long a link works, unless its request or its tenant's keeping says otherwise
   */
  public FileLinks(
      SignedLinks links,
      Optional<URI> publicUrl,
      Duration last,
      RetentionPolicy retention,
      InstantSource clock) {
    this.links = links;
    this.publicUrl = publicUrl;
    this.last = last;
    this.retention = retention;
    this.clock = clock;
  }

  /** What every link begins with, without a slash at its end. */
  public String base(Exchange exchange) {
    String base = publicUrl.map(Object::toString).orElseGet(exchange::baseUrl);
    return base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
  }

  /**
   * How a job that comes in by {@code exchange} is to be answered for.
   *
   * @param linksLast how long its links work, where the request says so
   */
  public Origin origin(
      Exchange exchange, String dialect, String note, Optional<Duration> linksLast) {
    return origin(
        base(exchange),
        Optional.of(exchange.requestId()),
        exchange.traceparent(),
        dialect,
        note,
        linksLast);
  }

  /**
   * The same for a job that did not come in by a request of its own.
   *
   * @param base what its links begin with
   * @param traceparent the span that it came in
   */
  public Origin origin(
      String base,
      Optional<String> requestId,
      Optional<String> traceparent,
      String dialect,
      String note,
      Optional<Duration> linksLast) {
    return new Origin(dialect, note, base, linksLast, requestId, traceparent);
  }

  /**
   * A signed link to one of a job's results, which needs no key, for as long as its request says;
   * else for good or for the usual time from now, as its tenant's results are kept.
   */
  public String result(String base, Job job, Artifact artifact, String fileName) {
    return link(base, artifact, fileName, until(job));
  }

  /** The same as {@link #result(String, Job, Artifact, String)}, with the time it works until. */
  public Link lasting(String base, Job job, Artifact artifact, String fileName) {
    return lasting(base, artifact, fileName, until(job));
  }

  /** The same to a stored file that is no result. */
  public Link lasting(String base, Artifact artifact, String fileName) {
    return lasting(base, artifact, fileName, clock.instant().plus(last));
  }

  /**
   * Changes now and then: links to a job's results that were told under one value work, as long as
   * it is the same, for nine tenths of their usual time or more.
   */
  public String turn(Job job) {
    Optional<Duration> asked = job.origin().linksLast();
    if (asked.isEmpty() && retention.forGood(job.tenant())) {
      return "";
    }
    long tenth = Math.max(1, asked.orElse(last).toSeconds() / TENTHS);
    return Long.toString(clock.instant().getEpochSecond() / tenth, Character.MAX_RADIX);
  }

  private Link lasting(String base, Artifact artifact, String fileName, Instant until) {
    return new Link(
        link(base, artifact, fileName, until),
        artifact.expires().filter(until::isAfter).orElse(until));
  }

  private Instant until(Job job) {
    Optional<Duration> asked = job.origin().linksLast();
    return asked.isEmpty() && retention.forGood(job.tenant())
        ? FOR_GOOD
        : clock.instant().plus(asked.orElse(last));
  }

  /**
   * A signed link.
   *
   * @param until when it stops working: by itself, or with the file
   */
  public record Link(String url, Instant until) {}

  /** The same until a set time, but for a tenant whose results are kept for good. */
  public String result(String base, Job job, Artifact artifact, String fileName, Instant until) {
    return link(base, artifact, fileName, retention.forGood(job.tenant()) ? FOR_GOOD : until);
  }

  /** Whether the results of that tenant's jobs do not expire. */
  public boolean retainedForGood(TenantId tenant) {
    return retention.forGood(tenant);
  }

  /** A signed link to a stored file that is no result. */
  public String file(Exchange exchange, Artifact artifact, String fileName, Instant until) {
    return file(base(exchange), artifact, fileName, until);
  }

  /** The same; {@code base} is what it begins with. */
  public String file(String base, Artifact artifact, String fileName, Instant until) {
    return link(base, artifact, fileName, until);
  }

  private String link(String base, Artifact artifact, String fileName, Instant until) {
    return base + links.path(artifact.id(), fileName, until, Disposition.INLINE);
  }

  /** The usual ending of a picture's file name, without the dot. */
  public static String extension(Artifact artifact) {
    return artifact.mediaType().replace("image/", "").replace("jpeg", "jpg");
  }
}
