package dev.atelier.api.runware;

import static dev.atelier.api.runware.Tasks.inference;
import static dev.atelier.api.runware.Tasks.send;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.api.ApiServer;
import dev.atelier.api.Reply;
import dev.atelier.api.Samples;
import dev.atelier.api.Setup;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** With {@code strict: true} a task is read as the vendor documents it; without, as it is meant. */
@Timeout(120)
class StrictTest {
  private static final byte[] IMAGE = Samples.png(64, 48);
  @TempDir static Path strictly;
  @TempDir static Path leniently;
  private static ApiServer strict;
  private static ApiServer lenient;

  @BeforeAll
  static void start() throws Exception {
    strict = ApiServer.start(strictly, Setup::withStrict);
    lenient = ApiServer.start(leniently);
  }

  @AfterAll
  static void stop() {
    strict.close();
    lenient.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "'model':'OpenAI:GPT-Image@2'|invalidModel",
        "'model':'gpt-image-2'|invalidModel",
        "'width':'1024'|invalidWidth",
        "'width':1024.0|invalidWidth",
        "'numberResults':'1'|invalidNumberResults",
        "'outputType':'url'|invalidOutputType",
        "'outputType':['BASE64DATA']|invalidOutputType",
        "'outputType':''|invalidOutputType",
        "'outputFormat':'JPEG'|invalidOutputFormat",
        "'outputFormat':' PNG'|invalidOutputFormat",
        "'outputQuality':'90'|invalidOutputQuality",
        "'deliveryMethod':'Sync'|invalidDeliveryMethod",
        "'safety':{'checkContent':'true'}|invalidCheckContent",
        "'checkNSFW':0|invalidCheckNSFW",
        "'ttl':'60'|invalidTtl",
        "'includeCost':'yes'|invalidIncludeCost",
        "'seed':'7'|invalidSeed",
        "'seed':7.0|invalidSeed",
        "'providerSettings':{'openai':{'quality':'LOW'}}|invalidQuality",
        "'providerSettings':{'openai':{'moderation':'Low'}}|invalidModeration",
        "'providerSettings':{'openai':{'style':'vivid'}}|unknownParameter",
        "'whatever':{'is':'unknown'}|unknownParameter",
        "'n':1|unknownParameter",
        "'inputs':{'images':[]}|unknownParameter",
        "'safety':{'level':1}|unknownParameter"
      })
  void what_is_meant_is_taken_and_by_a_strict_server_refused(String fields, String code)
      throws Exception {
    String given = fields.replace('\'', '"');
    assertThat(send(lenient, inference(given)).status()).isEqualTo(200);

    int before = strict.jobs();
    Reply refused = send(strict, inference(given));

    assertThat(refused.status()).as(refused.body()).isEqualTo(400);
    assertThat(refused.text("/errors/0/code")).isEqualTo(code);
    assertThat(strict.jobs()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "%s",
        "image/png;base64,%s",
        "data:image/png;base64,%s",
      })
  void an_image_is_base64_or_a_data_uri(String form) throws Exception {
    String text = form.formatted(Samples.base64(IMAGE));
    String fields = "\"inputs\":{\"referenceImages\":[\"" + text + "\"]}";
    assertThat(send(lenient, inference(fields)).status()).isEqualTo(200);
    assertThat(send(strict, inference(fields)).status())
        .isEqualTo(form.startsWith("image") ? 400 : 200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"outputFormat\":\"jpg\"",
        "\"outputType\":[\"URL\",\"base64Data\"]",
        "\"checkNSFW\":false,\"includeCost\":false",
        "\"safety\":{\"mode\":\"none\"},\"ttl\":60",
        "\"negativePrompt\":\"\",\"steps\":30,\"seed\":7",
        "\"providerSettings\":{\"openai\":{\"quality\":\"low\",\"background\":\"opaque\"}}",
        "\"deliveryMethod\":\"async\",\"numberResults\":2"
      })
  void what_the_vendor_and_its_clients_write_is_taken(String fields) throws Exception {
    Reply taken = send(strict, inference(fields));
    assertThat(taken.status()).as(taken.body()).isEqualTo(200);
  }
}
