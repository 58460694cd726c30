package dev.atelier.simulation;

import dev.atelier.database.CommitUnknownException;
import dev.atelier.database.DatabaseUnavailableException;
import dev.atelier.image.AdmissionFault;
import dev.atelier.image.FaultException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.AbstractLogger;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.helpers.MessageFormatter;
import org.slf4j.helpers.NOPMDCAdapter;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/**
 * Hears what is logged as an error with an exception that the simulation did not cause: a defect
 * that was caught, and would not be seen otherwise.
 */
public final class HeardErrors implements SLF4JServiceProvider {
  private static final Set<String> CAUSED =
      Set.of(
          DatabaseUnavailableException.class.getName(),
          CommitUnknownException.class.getName(),
          MoodyProvider.DefectException.class.getName());

  private static final ThreadLocal<List<String>> HEARD = ThreadLocal.withInitial(ArrayList::new);

  /** What was heard on this thread since the last call. */
  static List<String> take() {
    List<String> heard = HEARD.get();
    if (heard.isEmpty()) {
      return List.of();
    }
    HEARD.remove();
    return heard;
  }

  private static void hear(String message, Throwable thrown) {
    boolean caused = CAUSED.contains(what(thrown)) || diskFailed(thrown);
    if (!caused) {
      HEARD.get().add(message + ": " + thrown + " at " + thrown.getStackTrace()[0]);
    }
  }

  /** What failed; where a provider did, the log has the name of it without its words. */
  private static String what(Throwable thrown) {
    String type = thrown.getClass().getName();
    return type.endsWith(".Unworded") ? String.valueOf(thrown.getMessage()) : type;
  }

  private static boolean diskFailed(Throwable thrown) {
    return thrown instanceof FaultException fault
        && fault.fault() instanceof AdmissionFault.Unavailable;
  }

  @Override
  public ILoggerFactory getLoggerFactory() {
    return name -> new Ear(name);
  }

  @Override
  public IMarkerFactory getMarkerFactory() {
    return new BasicMarkerFactory();
  }

  @Override
  public MDCAdapter getMDCAdapter() {
    return new NOPMDCAdapter();
  }

  @Override
  public String getRequestedApiVersion() {
    return "2.0.99";
  }

  @Override
  public void initialize() {
    // nothing to prepare
  }

  private static final class Ear extends AbstractLogger {
    private static final long serialVersionUID = 1L;

    Ear(String name) {
      this.name = name;
    }

    @Override
    protected @Nullable String getFullyQualifiedCallerName() {
      return null;
    }

    @Override
    protected void handleNormalizedLoggingCall(
        Level level,
        @Nullable Marker marker,
        String message,
        @Nullable Object @Nullable [] arguments,
        @Nullable Throwable thrown) {
      if (thrown != null) {
        hear(MessageFormatter.basicArrayFormat(message, arguments), thrown);
      }
    }

    @Override
    public boolean isTraceEnabled() {
      return false;
    }

    @Override
    public boolean isTraceEnabled(Marker marker) {
      return false;
    }

    @Override
    public boolean isDebugEnabled() {
      return false;
    }

    @Override
    public boolean isDebugEnabled(Marker marker) {
      return false;
    }

    @Override
    public boolean isInfoEnabled() {
      return false;
    }

    @Override
    public boolean isInfoEnabled(Marker marker) {
      return false;
    }

    @Override
    public boolean isWarnEnabled() {
      return true;
    }

    @Override
    public boolean isWarnEnabled(Marker marker) {
      return true;
    }

    @Override
    public boolean isErrorEnabled() {
      return true;
    }

    @Override
    public boolean isErrorEnabled(Marker marker) {
      return true;
    }
  }
}
