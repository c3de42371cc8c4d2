package dev.lvs.agent.probe.tls;

import dev.lvs.agent.probe.Dialogue;
import dev.lvs.agent.probe.ProbeResult;
import dev.lvs.agent.probe.Quoted;
import dev.lvs.agent.probe.Target;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

/** The dialogue of another protocol inside of TLS. */
final class TlsDialogue implements Dialogue {
  private final SSLEngine engine;
  private final Dialogue inner;
  private final Target target;
  private final Optional<String> serverName;
  private final boolean verifies;
  private final ByteBuffer plain;
  private final ByteBuffer sealed;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** Bytes that came and are not yet unwrapped, ready to be read. */
  private ByteBuffer in = ByteBuffer.allocate(0);

  private boolean established;

  /**
   * @param serverName the name that messages give
   * @param verifies whether a certificate that is not valid now is a failure
   */
  TlsDialogue(
      SSLEngine engine,
      Dialogue inner,
      Target target,
      Optional<String> serverName,
      boolean verifies) {
    this.engine = engine;
    this.inner = inner;
    this.target = target;
    this.serverName = serverName;
    this.verifies = verifies;
    this.plain = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize());
    this.sealed = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
  }

  @Override
  public Step connected() {
    try {
      engine.beginHandshake();
      return goOn();
    } catch (SSLException e) {
      return refused(e);
    }
  }

  @Override
  public Step received(ByteBuffer bytes) {
    ByteBuffer more = ByteBuffer.allocate(in.remaining() + bytes.remaining());
    in = more.put(in).put(bytes).flip();
    try {
      return goOn();
    } catch (SSLException e) {
      return refused(e);
    }
  }

  @Override
  public Step ended() {
    return established
        ? told(inner.ended())
        : Step.failed(target + " ended the connection within the TLS handshake");
  }

  @Override
  public String missing() {
    return established ? inner.missing() : "no end of the TLS handshake";
  }

  private Step goOn() throws SSLException {
    while (true) {
      switch (engine.getHandshakeStatus()) {
        case NEED_TASK -> {
          for (Runnable task = engine.getDelegatedTask();
              task != null;
              task = engine.getDelegatedTask()) {
            task.run();
          }
        }
        case NEED_WRAP -> wrap(ByteBuffer.allocate(0));
        case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
          if (!unwrap()) {
            return sent();
          }
        }
        case NOT_HANDSHAKING, FINISHED -> {
          Optional<Step> over = talk();
          if (over.isPresent()) {
            return over.get();
          }
        }
      }
    }
  }

  /** Goes on with the inner dialogue; empty where there may be more to do at once. */
  private Optional<Step> talk() throws SSLException {
    if (!established) {
      established = true;
      // the JDK asks that of no certificate that is an authority of its own
      if (verifies && certificateEnd().filter(Instant.now()::isAfter).isPresent()) {
        return Optional.of(Step.failed("the certificate of " + target + " is not valid any more"));
      }
      return follow(inner.connected());
    }
    if (!unwrap()) {
      return Optional.of(sent());
    }
    if (plain.position() > 0) {
      ByteBuffer text = plain.flip();
      Optional<Step> step = follow(inner.received(text));
      plain.clear();
      return step;
    }
    return engine.isInboundDone() ? Optional.of(told(inner.ended())) : Optional.empty();
  }

  private Optional<Step> follow(Step step) throws SSLException {
    if (step instanceof Step.Send(var bytes)) {
      ByteBuffer text = bytes.toBuffer();
      while (text.hasRemaining()) {
        wrap(text);
      }
      return Optional.empty();
    }
    return Optional.of(told(step));
  }

  private void wrap(ByteBuffer text) throws SSLException {
    sealed.clear();
    SSLEngineResult result = engine.wrap(text, sealed);
    out.write(sealed.array(), 0, sealed.position());
    if (result.getStatus() == SSLEngineResult.Status.CLOSED && text.hasRemaining()) {
      throw new SSLException("closed");
    }
  }

  /** Returns whether there was anything to unwrap. */
  private boolean unwrap() throws SSLException {
    if (!in.hasRemaining() && engine.getHandshakeStatus() != HandshakeStatus.NEED_UNWRAP_AGAIN) {
      return false;
    }
    SSLEngineResult result = engine.unwrap(in, plain);
    return switch (result.getStatus()) {
      case BUFFER_UNDERFLOW -> false;
      case OK, CLOSED -> true;
      case BUFFER_OVERFLOW -> throw new SSLException("a record is too long");
    };
  }

  private Step sent() {
    byte[] bytes = out.toByteArray();
    out.reset();
    return Step.send(bytes);
  }

  /** Adds to a success until when the certificate is valid. */
  private Step told(Step step) {
    return step instanceof Step.Done(ProbeResult.Passed(var advice, var _))
        ? new Step.Done(new ProbeResult.Passed(advice, certificateEnd()))
        : step;
  }

  private Optional<Instant> certificateEnd() {
    try {
      return engine.getSession().getPeerCertificates()[0] instanceof X509Certificate certificate
          ? Optional.of(certificate.getNotAfter().toInstant())
          : Optional.empty();
    } catch (SSLException anonymous) {
      return Optional.empty();
    }
  }

  private Step refused(SSLException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      Optional<String> flaw =
          switch (cause) {
            case CertificateExpiredException _ -> Optional.of("is not valid any more");
            case CertificateNotYetValidException _ -> Optional.of("is not valid yet");
            case CertPathBuilderException _ ->
                Optional.of("is not of an authority that is trusted here");
            case CertificateException wrong when wrong.getCause() == null ->
                serverName.map("is not for "::concat);
            default -> Optional.empty();
          };
      if (flaw.isPresent()) {
        return Step.failed("the certificate of " + target + " " + flaw.get());
      }
    }
    return Step.failed(
        "no TLS with " + target + ": " + Quoted.of(String.valueOf(failure.getMessage())));
  }
}
