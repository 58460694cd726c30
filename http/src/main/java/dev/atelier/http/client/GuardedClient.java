package dev.atelier.http.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;

/**
 * Downloads what a user's URL names, from public addresses only.
 *
 * <p>Every hop is checked twice: the addresses its host stands for before anything is sent, and the
 * peer that was really connected, which is one of just these addresses (the name is not looked up
 * again). http and https on any port; at most three redirects; no cookies, no credentials, no
 * proxy, no compression; bytes and time are bounded.
 */
public final class GuardedClient {
  static final int REDIRECTS_MAX = 3;
  static final Duration CONNECT_MAX = Duration.ofSeconds(5);
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
  private static final int BLOCK_BYTES = 16 << 10;

  private final NameResolver resolver;
  private final Predicate<InetAddress> allowed;

  /**
   * @param allowPrivateNetworks lifts the guard; for development and tests
   */
  public GuardedClient(boolean allowPrivateNetworks) {
    this(allowPrivateNetworks, NameResolver.SYSTEM);
  }

  public GuardedClient(boolean allowPrivateNetworks, NameResolver resolver) {
    this(resolver, address -> allowPrivateNetworks || AddressGuard.isPublic(address));
  }

  /** One that reaches the allowed addresses only. */
  public GuardedClient(NameResolver resolver, Predicate<InetAddress> allowed) {
    this.resolver = resolver;
    this.allowed = allowed;
  }

  /**
   * Writes the body of the final answer to {@code out}, which stays open; on failure some of it may
   * have been written.
   *
   * @param total from the first look-up to the last byte
   * @throws DownloadException for everything but failures of {@code out}, which pass through
   */
  public Downloaded download(URI uri, long bytesMax, Duration total, OutputStream out)
      throws IOException {
    Deadline deadline = new Deadline(total);
    URI next = uri;
    for (int redirects = 0; redirects <= REDIRECTS_MAX; redirects++) {
      Hop hop = Hop.of(next, resolver, allowed, deadline.atMost(CONNECT_MAX));
      Answer answer = get(hop, bytesMax, deadline, out);
      if (answer.downloaded().isPresent()) {
        return answer.downloaded().get();
      }
      next = answer.redirect();
    }
    throw new DownloadException(new DownloadProblem.TooManyRedirects(REDIRECTS_MAX));
  }

  /** Either what was downloaded, or where to go instead. */
  private record Answer(Optional<Downloaded> downloaded, URI redirect) {}

  private Answer get(Hop hop, long bytesMax, Deadline deadline, OutputStream out)
      throws IOException {
    HttpGet request = new HttpGet(hop.uri());
    Executor later = CompletableFuture.delayedExecutor(deadline.nanosLeft(), TimeUnit.NANOSECONDS);
    CompletableFuture<Void> alarm = CompletableFuture.runAsync(request::cancel, later);
    try (CloseableHttpClient client = PinnedConnections.client(hop, allowed, deadline);
        ClassicHttpResponse response = client.executeOpen(null, request, null)) {
      if (REDIRECTS.contains(response.getCode())) {
        URI target = redirect(hop.uri(), response);
        request.cancel();
        return new Answer(Optional.empty(), target);
      }
      return new Answer(Optional.of(body(response, bytesMax, deadline, out, request)), hop.uri());
    } catch (SinkException e) {
      throw e.failure;
    } catch (DownloadException e) {
      throw e;
    } catch (IOException e) {
      throw failed(e, deadline);
    } finally {
      alarm.cancel(false);
    }
  }

  private static Downloaded body(
      ClassicHttpResponse response,
      long bytesMax,
      Deadline deadline,
      OutputStream out,
      HttpGet request)
      throws IOException {
    try {
      if (response.getCode() < 200 || response.getCode() > 299) {
        throw new DownloadException(new DownloadProblem.Status(response.getCode()));
      }
      HttpEntity entity = response.getEntity();
      long bytes = entity == null ? 0 : copy(entity, bytesMax, deadline, out);
      Header type = response.getFirstHeader("Content-Type");
      return new Downloaded(Optional.ofNullable(type).map(Header::getValue), bytes);
    } finally {
      // Closing alone would read the rest of the body first.
      request.cancel();
    }
  }

  private static long copy(HttpEntity entity, long bytesMax, Deadline deadline, OutputStream out)
      throws IOException {
    DownloadProblem tooLarge = new DownloadProblem.TooLarge(bytesMax);
    if (entity.getContentLength() > bytesMax) {
      throw new DownloadException(tooLarge);
    }
    InputStream in = entity.getContent();
    byte[] block = new byte[BLOCK_BYTES];
    long bytes = 0;
    for (int count = in.read(block); count >= 0; count = in.read(block)) {
      bytes += count;
      if (bytes > bytesMax) {
        throw new DownloadException(tooLarge);
      }
      deadline.check();
      write(out, block, count);
    }
    return bytes;
  }

  private static void write(OutputStream out, byte[] block, int count) throws SinkException {
    try {
      out.write(block, 0, count);
    } catch (IOException e) {
      throw new SinkException(e);
    }
  }

  private static URI redirect(URI from, ClassicHttpResponse response) throws DownloadException {
    Header location = response.getFirstHeader("Location");
    if (location == null) {
      throw new DownloadException(new DownloadProblem.Status(response.getCode()));
    }
    try {
      return from.resolve(location.getValue());
    } catch (IllegalArgumentException e) {
      throw new DownloadException(new DownloadProblem.BadUrl("the URL redirects to no URL"), e);
    }
  }

  private static DownloadException failed(IOException e, Deadline deadline) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof DownloadException download) {
        return download;
      }
    }
    return deadline.passed()
        ? new DownloadException(deadline.problem(), e)
        : new DownloadException(new DownloadProblem.Unreachable(), e);
  }

  /** Carries a failure of the caller's stream past the handling of our own. */
  private static final class SinkException extends IOException {
    private final IOException failure;

    SinkException(IOException failure) {
      super(failure);
      this.failure = failure;
    }
  }
}
