package dev.lvs.check;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;

/** Certificates as text (RFC 7468). */
public final class PemCertificates {
  private PemCertificates() {}

  /**
   * The certificates of a text, one at least.
   *
   * @throws IllegalArgumentException with a sentence for the user when there is none
   */
  public static List<X509Certificate> read(String text) {
    try {
      byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
      List<X509Certificate> all =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(bytes))
              .stream()
              .map(X509Certificate.class::cast)
              .toList();
      if (!all.isEmpty()) {
        return all;
      }
    } catch (CertificateException garbled) {
      // said below
    }
    throw new IllegalArgumentException(
        "This is no certificate in PEM; write one or more between BEGIN CERTIFICATE and END"
            + " CERTIFICATE.");
  }
}
