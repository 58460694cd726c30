package dev.atelier.server.operations;

import java.util.concurrent.Callable;

/**
 * Whether something works that the server needs.
 *
 * @param detail what was found, or what is wrong
 */
public record MachineCheck(String name, boolean passed, String detail) {

  /** Does something that fails where it does not work. */
  public static MachineCheck of(String name, Callable<String> probe) {
    try {
      return new MachineCheck(name, true, probe.call());
    } catch (Exception | LinkageError e) {
      return new MachineCheck(name, false, String.valueOf(e.getMessage()));
    }
  }
}
