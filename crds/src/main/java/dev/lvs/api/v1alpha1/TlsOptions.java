package dev.lvs.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** TLS options of a health check. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
    value = "!has(self.certificateAuthorities) || self.verify",
    message = "certificateAuthorities are for verify: true; remove them, or verify",
    fieldPath = ".certificateAuthorities")
public record TlsOptions(
    @JsonPropertyDescription(
            "Name that is sent as SNI, and that the certificate has to be for where it is verified;"
                + " apart from the Host header and from where the probe goes.")
        @Pattern("^[0-9A-Za-z_:.-]+$")
        @Size(max = 253)
        @Nullable String serverName,
    @JsonPropertyDescription(
            "Whether the certificate is verified; if not, any certificate is good, one that is not"
                + " valid any more too.")
        @Default("false")
        Boolean verify,
    @JsonPropertyDescription(
            "Certificates (PEM) of the authorities to believe; default: those of the agent's Java.")
        @Size(max = 65536)
        @Nullable String certificateAuthorities) {
  public TlsOptions {
    verify = requireNonNullElse(verify, false);
  }

  /** TLS without a name, with any certificate. */
  public static final TlsOptions ANY = new TlsOptions(null, false, null);
}
