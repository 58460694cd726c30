package dev.atelier.providers.upstream;

import dev.atelier.http.client.GuardedClient;
import dev.atelier.http.client.TransportException;
import dev.atelier.http.upstream.HttpVersion;
import dev.atelier.http.upstream.UpstreamClient;
import dev.atelier.http.upstream.UpstreamException;
import dev.atelier.http.upstream.UpstreamObserver;
import dev.atelier.http.upstream.UpstreamRequest;
import dev.atelier.http.upstream.UpstreamTimeouts;
import dev.atelier.provider.Account;
import dev.atelier.provider.Results;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Fetches a finished image that an upstream names by URL, at once and without a credential. A URL
 * at the account's own host is as trusted as its base; any other must be public. What fails on the
 * way is tried again, since fetching costs nothing.
 */
public final class ResultDownload {
  private static final int TRIES = 3;
  private static final long BYTES_MAX = 256L << 20;
  private static final Duration PAUSE = Duration.ofMillis(300);

  private final UpstreamClient client;
  private final GuardedClient guarded;

  public ResultDownload(UpstreamClient client, GuardedClient guarded) {
    this.client = client;
    this.guarded = guarded;
  }

  /**
   * Writes the image to a sink.
   *
   * @param url absolute, or relative to the account's base
   * @param sinks opens one for each try
   * @param observer told of each exchange with the account's own host, such as {@link
   *     Results#asking}
   */
  public Fetched fetch(
      Account account,
      String url,
      Duration total,
      Supplier<Results.Sink> sinks,
      UpstreamObserver observer) {
    URI uri;
    try {
      uri = account.baseUrl().map(base -> base.resolve(url)).orElseGet(() -> URI.create(url));
    } catch (IllegalArgumentException e) {
      return new Fetched.Failed(problem("not-understood", "the image's URL is no URL"));
    }
    for (int tries = 1; ; tries++) {
      Results.Sink sink = sinks.get();
      Optional<UpstreamProblem> problem = once(account, uri, total, sink, observer);
      if (problem.isEmpty()) {
        return new Fetched.Whole(sink);
      }
      sink.discard();
      if (tries == TRIES || !pause(tries)) {
        return new Fetched.Failed(problem.get());
      }
    }
  }

  private Optional<UpstreamProblem> once(
      Account account, URI uri, Duration total, Results.Sink sink, UpstreamObserver observer) {
    try {
      if (!ofAccount(account, uri)) {
        guarded.download(uri, BYTES_MAX, total, sink);
        return Optional.empty();
      }
      return client.call(
          UpstreamRequest.get(uri).over(version(account, uri)),
          UpstreamTimeouts.transfer(total),
          observer,
          response -> {
            if (!response.success()) {
              return Optional.of(
                  problem(Integer.toString(response.status()), "the image could not be fetched"));
            }
            copy(response.body(), sink);
            return Optional.<UpstreamProblem>empty();
          });
    } catch (UpstreamException e) {
      return Optional.of(UpstreamProblem.of(CallPhase.DOWNLOAD, e));
    } catch (TransportException e) {
      return Optional.of(problem("cut", e.problem().text()));
    } catch (IOException e) {
      return Optional.of(problem("cut", "the image could not be fetched"));
    }
  }

  private static void copy(InputStream in, Results.Sink sink) throws IOException {
    byte[] block = new byte[64 << 10];
    long bytes = 0;
    for (int count = in.read(block); count >= 0; count = in.read(block)) {
      bytes += count;
      if (bytes > BYTES_MAX) {
        throw new IOException("the image is larger than " + BYTES_MAX + " bytes");
      }
      sink.write(block, 0, count);
    }
  }

  private static boolean ofAccount(Account account, URI uri) {
    return account
        .baseUrl()
        .map(URI::getHost)
        .filter(host -> host.equalsIgnoreCase(uri.getHost()))
        .isPresent();
  }

  /** What its account's server speaks, another one beside it may not. */
  private static HttpVersion version(Account account, URI uri) {
    URI base = account.baseUrl().orElse(uri);
    boolean same = uri.getPort() == base.getPort() && uri.getScheme().equals(base.getScheme());
    return same ? account.httpVersion() : HttpVersion.HTTP_1_1;
  }

  private static boolean pause(int tries) {
    try {
      Thread.sleep(PAUSE.multipliedBy(tries));
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static UpstreamProblem problem(String what, String message) {
    return UpstreamProblem.of(CallPhase.DOWNLOAD, what, message);
  }
}
