package dev.atelier.http.client;

import java.time.Duration;

/**
 * Why a URL could not be fetched or sent to. The text fits its sender: it names no address and no
 * URL.
 */
public sealed interface TransportProblem {
  String text();

  /** Not an absolute http or https URL with a host and without a user name. */
  record BadUrl(String text) implements TransportProblem {}

  /** It, or a redirect, names a private, loopback, link-local or otherwise special address. */
  record PrivateAddress() implements TransportProblem {
    @Override
    public String text() {
      return "the URL leads to an address that is not public";
    }
  }

  record UnknownHost() implements TransportProblem {
    @Override
    public String text() {
      return "the host of the URL is unknown";
    }
  }

  /** No connection, or one that broke. */
  record Unreachable() implements TransportProblem {
    @Override
    public String text() {
      return "the host of the URL could not be reached";
    }
  }

  record TooManyRedirects(int redirectsMax) implements TransportProblem {
    @Override
    public String text() {
      return "the URL was redirected more than " + redirectsMax + " times";
    }
  }

  /** The last answer was not a success. */
  record Status(int status) implements TransportProblem {
    @Override
    public String text() {
      return "the URL answered with status " + status;
    }
  }

  record TooLarge(long bytesMax) implements TransportProblem {
    @Override
    public String text() {
      return "the file is larger than " + bytesMax + " bytes";
    }
  }

  record TimedOut(Duration max) implements TransportProblem {
    @Override
    public String text() {
      return "the URL took longer than " + max.toSeconds() + " seconds";
    }
  }
}
