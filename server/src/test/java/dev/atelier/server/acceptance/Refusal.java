package dev.atelier.server.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.openai.errors.OpenAIServiceException;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/**
 * An error as the SDK's caller sees it.
 *
 * @param kind the SDK's exception
 * @param code and {@code param}: empty where the body says null
 */
record Refusal(
    Class<? extends OpenAIServiceException> kind,
    int status,
    String type,
    Optional<String> code,
    Optional<String> param) {

  static Refusal of(
      Class<? extends OpenAIServiceException> kind, int status, String type, String code) {
    return new Refusal(kind, status, type, Optional.of(code), Optional.empty());
  }

  /** Where the body's code is null. */
  static Refusal uncoded(Class<? extends OpenAIServiceException> kind, int status, String type) {
    return new Refusal(kind, status, type, Optional.empty(), Optional.empty());
  }

  Refusal param(String name) {
    return new Refusal(kind, status, type, code, Optional.of(name));
  }

  /** Fails unless the call is refused in exactly this way. */
  OpenAIServiceException assertRaisedBy(ThrowingCallable call) {
    Throwable thrown = catchThrowable(call);
    assertThat(thrown).isInstanceOf(OpenAIServiceException.class);
    var refusal = (OpenAIServiceException) thrown;
    assertThat(refusal).as(refusal.getMessage()).isInstanceOf(kind);
    assertThat(refusal.statusCode()).isEqualTo(status);
    assertThat(refusal.type()).as(refusal.getMessage()).hasValue(type);
    assertThat(refusal.code()).as(refusal.getMessage()).isEqualTo(code);
    assertThat(refusal.param()).as(refusal.getMessage()).isEqualTo(param);
    return refusal;
  }
}
