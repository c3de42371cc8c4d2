package dev.lvs.agent.probe.tls;

import dev.lvs.check.PemCertificates;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Trusted certificates.
 *
 * <p>Two with the same authorities are equal. The TLS classes of the JDK are loaded with the first
 * one, so that an agent that never uses TLS does not have them in memory.
 */
public final class Trust {
  private final boolean verified;
  private final Optional<String> authorities;
  private final SSLContext context;

  private Trust(boolean verified, Optional<String> authorities, TrustManager manager)
      throws GeneralSecurityException {
    this.verified = verified;
    this.authorities = authorities;
    this.context = SSLContext.getInstance("TLS");
    this.context.init(null, new TrustManager[] {manager}, null);
  }

  /** Takes any certificate: whether a server speaks TLS is all that is asked. */
  public static Trust any() {
    return make(false, Optional.empty());
  }

  /** Verifies certificates by the authorities that this node trusts. */
  public static Trust ofNode() {
    return make(true, Optional.empty());
  }

  /**
   * Verifies certificates by these authorities alone.
   *
   * @param pem one or more certificates
   * @throws IllegalArgumentException with a sentence for the user when there is none in it
   */
  public static Trust of(String pem) {
    return make(true, Optional.of(pem));
  }

  private static Trust make(boolean verified, Optional<String> pem) {
    try {
      return new Trust(verified, pem, verified ? verifying(pem) : new Anything());
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalArgumentException("these are no certificates: " + e.getMessage(), e);
    }
  }

  private static TrustManager verifying(Optional<String> pem)
      throws GeneralSecurityException, IOException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    if (pem.isEmpty()) {
      factory.init((KeyStore) null);
      return factory.getTrustManagers()[0];
    }
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    int number = 0;
    for (X509Certificate one : PemCertificates.read(pem.get())) {
      store.setCertificateEntry("authority-" + number++, one);
    }
    factory.init(store);
    return factory.getTrustManagers()[0];
  }

  /** Returns whether certificates are verified. */
  boolean verifies() {
    return verified;
  }

  SSLContext context() {
    return context;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Trust its
        && verified == its.verified
        && authorities.equals(its.authorities);
  }

  @Override
  public int hashCode() {
    return Objects.hash(verified, authorities);
  }

  /** Trusts any certificate; none of the methods may throw. */
  private static final class Anything extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
