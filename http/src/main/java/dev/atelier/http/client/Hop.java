package dev.atelier.http.client;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One URL on the way, with the addresses that were checked and will be connected to.
 *
 * @param uri of ASCII characters only, as a request line takes them
 */
record Hop(URI uri, List<InetAddress> addresses) {
  /** More hosts than {@link URI#getHost} takes: numbers alone, and names with underscores. */
  private static final Pattern AUTHORITY =
      Pattern.compile("([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(?::(\\d{0,5}))?");

  private static final int PORT_MAX = 65_535;

  static Hop of(URI uri, LookUps lookUps, Predicate<InetAddress> allowed, Duration timeout)
      throws TransportException {
    String host = host(uri);
    Optional<InetAddress> literal = literal(host);
    List<InetAddress> addresses =
        literal.isPresent() ? List.of(literal.get()) : lookUps.addresses(host, timeout);
    if (addresses.isEmpty()) {
      throw new TransportException(new TransportProblem.UnknownHost());
    }
    return new Hop(URI.create(uri.toASCIIString()), allowed(addresses, allowed));
  }

  /** The same checks, but a name that is unknown, or not known in time, passes. */
  static void requireAllowed(
      URI uri, LookUps lookUps, Predicate<InetAddress> allowed, Duration timeout)
      throws TransportException {
    String host = host(uri);
    Optional<InetAddress> literal = literal(host);
    List<InetAddress> addresses =
        literal.isPresent() ? List.of(literal.get()) : lookUpIfKnown(host, lookUps, timeout);
    List<InetAddress> _ = allowed(addresses, allowed);
  }

  private static List<InetAddress> allowed(
      List<InetAddress> addresses, Predicate<InetAddress> allowed) throws TransportException {
    if (!addresses.stream().allMatch(allowed)) {
      throw new TransportException(new TransportProblem.PrivateAddress());
    }
    return addresses;
  }

  private static String host(URI uri) throws TransportException {
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    if (!scheme.equals("http") && !scheme.equals("https")) {
      throw bad("the URL must begin with http:// or https://");
    }
    String authority = uri.getRawAuthority() == null ? "" : uri.getRawAuthority();
    if (authority.indexOf('@') >= 0) {
      throw bad("the URL must not hold a user name");
    }
    Matcher matcher = AUTHORITY.matcher(authority);
    if (!matcher.matches()) {
      throw bad("the URL has no valid host");
    }
    requirePort(Objects.requireNonNullElse(matcher.group(2), ""));
    return matcher.group(1);
  }

  /** None given, or one that can be connected to. */
  private static void requirePort(String port) throws TransportException {
    if (!port.isEmpty() && (Integer.parseInt(port) < 1 || Integer.parseInt(port) > PORT_MAX)) {
      throw bad("the URL has no valid port");
    }
  }

  private static Optional<InetAddress> literal(String host) throws TransportException {
    try {
      return HostName.literal(host);
    } catch (UnknownHostException e) {
      throw new TransportException(new TransportProblem.UnknownHost(), e);
    }
  }

  private static List<InetAddress> lookUpIfKnown(String host, LookUps lookUps, Duration timeout) {
    try {
      return lookUps.addresses(host, timeout);
    } catch (TransportException e) {
      return HostName.isLocal(host) ? List.of(InetAddress.getLoopbackAddress()) : List.of();
    }
  }

  private static TransportException bad(String text) {
    return new TransportException(new TransportProblem.BadUrl(text));
  }
}
