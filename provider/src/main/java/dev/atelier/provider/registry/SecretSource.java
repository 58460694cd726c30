package dev.atelier.provider.registry;

import dev.atelier.provider.Credential;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Finds the secret that an account's {@code secret} stands for. */
public final class SecretSource {
  private static final String ENVIRONMENT = "env:";
  private static final String FILE = "file:";

  private final Variables variables;

  public SecretSource(Variables variables) {
    this.variables = variables;
  }

  /** The environment's variables. */
  @FunctionalInterface
  public interface Variables {
    @Nullable String get(String name);
  }

  /**
   * @throws AccountProblemException where variable or file is not there
   */
  Credential resolve(String secret) {
    if (secret.startsWith(ENVIRONMENT)) {
      String name = secret.substring(ENVIRONMENT.length());
      String value = variables.get(name);
      if (value == null || value.isBlank()) {
        throw new AccountProblemException("secret", "the variable " + name + " is not set");
      }
      return Credential.of(value.strip());
    }
    return secret.startsWith(FILE)
        ? file(Path.of(secret.substring(FILE.length())))
        : Credential.of(secret);
  }

  /** Where the secret is, if it is not in the account; empty if it is. */
  public static String shown(String secret) {
    return secret.startsWith(ENVIRONMENT) || secret.startsWith(FILE)
        ? secret
        : secret.isEmpty() ? "none" : "sealed";
  }

  private static Credential file(Path path) {
    try {
      return Credential.of(Files.readString(path).strip());
    } catch (IOException e) {
      throw new AccountProblemException("secret", "the file " + path + " cannot be read");
    }
  }
}
