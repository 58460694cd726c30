package dev.atelier.provider;

/** A secret that an account shows to its upstream. Never printed. */
public final class Credential {
  /** For upstreams that ask for none. */
  public static final Credential NONE = new Credential("");

  private final String secret;

  private Credential(String secret) {
    this.secret = secret;
  }

  public static Credential of(String secret) {
    return secret.isEmpty() ? NONE : new Credential(secret);
  }

  public boolean none() {
    return secret.isEmpty();
  }

  /** The secret itself, for the one header that carries it. */
  public String reveal() {
    return secret;
  }

  /** A text that others wrote, without the secret where they repeat it. */
  public String hide(String text) {
    return secret.isEmpty() ? text : text.replace(secret, "…");
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Credential that && secret.equals(that.secret);
  }

  @Override
  public int hashCode() {
    return secret.hashCode();
  }

  @Override
  public String toString() {
    return "Credential[…]";
  }
}
