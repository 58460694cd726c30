package dev.atelier.http.client;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.function.Predicate;

/**
 * Downloads what a user's URL names, and sends to it, on public addresses only.
 *
 * <p>Every hop is checked twice: the addresses its host stands for before anything is sent, and the
 * peer that was really connected, which is one of just these addresses (the name is not looked up
 * again). http and https on any port; at most three redirects; no cookies, no credentials, no
 * proxy, no compression; bytes and time are bounded.
 */
public final class GuardedClient {
  static final Duration CONNECT_MAX = Duration.ofSeconds(5);

  private static final String NOBODY = "";

  private final LookUps lookUps;
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
    this(new LookUps(resolver, NOBODY), allowed);
  }

  private GuardedClient(LookUps lookUps, Predicate<InetAddress> allowed) {
    this.lookUps = lookUps;
    this.allowed = allowed;
  }

  /**
   * The same client for what one caller asks for: its names that are never answered hold up nobody
   * else.
   *
   * @param caller such as a tenant
   */
  public GuardedClient onBehalfOf(String caller) {
    return new GuardedClient(lookUps.of(caller), allowed);
  }

  /**
   * Writes the body of the final answer to {@code out}, which stays open; on failure some of it may
   * have been written.
   *
   * @param total from the first look-up to the last byte
   * @throws TransportException for everything but failures of {@code out}, which pass through
   */
  public Downloaded download(URI uri, long bytesMax, Duration total, OutputStream out)
      throws IOException {
    Deadline deadline = new Deadline(total);
    Download download = new Download(bytesMax, deadline, out);
    return new Redirects(lookUps, allowed, deadline).follow(uri, download::at);
  }

  /**
   * Sends a request and returns whatever was answered. 301, 302, 307 and 308 are followed with the
   * same method and body; any other status is an answer.
   *
   * @param total from the first look-up to the answer, redirects included
   * @throws TransportException when no answer came; failures of the file to be sent pass through
   */
  public OutboundResponse send(OutboundRequest request, Duration total) throws IOException {
    Deadline deadline = new Deadline(total);
    SendRequest sender = new SendRequest(request, deadline);
    return new Redirects(lookUps, allowed, deadline).follow(request.uri(), sender::at);
  }

  /**
   * Asks one place, without following a redirect, and returns whatever was answered: for what may
   * go to this place only.
   *
   * @param bytesMax of the answer's body
   * @param total from the look-up to the last byte
   * @throws TransportException when no answer came, or a larger one
   */
  public DirectAnswer ask(DirectRequest request, int bytesMax, Duration total) throws IOException {
    Deadline deadline = new Deadline(total);
    Hop hop = Hop.of(request.uri(), lookUps, allowed, deadline.atMost(CONNECT_MAX));
    return new DirectCall(request, bytesMax, deadline).at(new HopCall(hop, allowed, deadline));
  }

  /**
   * Refuses a URL that could never be reached, before it is accepted: not a web address, or on a
   * private network by its spelling or by what its name stands for now. A name that nobody knows,
   * or not in time, passes: it is looked at again whenever the URL is used.
   *
   * @param lookUpMax how long to wait for the name
   * @throws TransportException with {@link TransportProblem.BadUrl}, {@link
   *     TransportProblem.PrivateAddress} or, for a number that is no address, {@link
   *     TransportProblem.UnknownHost}
   */
  public void requirePublic(URI uri, Duration lookUpMax) throws TransportException {
    Hop.requireAllowed(uri, lookUps, allowed, lookUpMax);
  }
}
