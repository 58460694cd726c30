package dev.atelier.http.client;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Turns a host name into addresses. */
@FunctionalInterface
public interface NameResolver {
  /** Asks the system. */
  NameResolver SYSTEM = host -> List.of(InetAddress.getAllByName(host));

  /** At least one address, or {@link UnknownHostException}. */
  List<InetAddress> resolve(String host) throws UnknownHostException;
}
