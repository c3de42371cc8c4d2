package dev.lvs.agent.probe.tls;

import dev.lvs.agent.probe.Checker;
import dev.lvs.agent.probe.Dialogue;
import dev.lvs.agent.probe.Target;
import dev.lvs.agent.probe.TcpChecker;
import dev.lvs.agent.syscall.IpSockets;
import dev.lvs.net.IpAddress;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/**
 * Checks by another protocol inside of TLS; with {@link TcpChecker} the handshake alone is checked.
 *
 * <p>Each probe is a full handshake: a resumed session would not show that the certificate has
 * changed or expired.
 *
 * @param serverName sent as SNI, and the name that the certificate has to be for; empty for none:
 *     then only the certificate's chain is verified
 * @param protocol the one protocol offered by ALPN, e.g. h2; empty for none
 */
public record TlsChecker(
    Checker inner, Trust trust, Optional<String> serverName, Optional<String> protocol)
    implements Checker {
  @Override
  public IpSockets.Kind transport() {
    return IpSockets.Kind.TCP;
  }

  @Override
  public Dialogue begin(Target target) {
    // a name that is an address is not sent, but the certificate has to be for it
    String peer = serverName.orElseGet(target.address()::toString);
    SSLEngine engine = trust.context().createSSLEngine(peer, target.port());
    engine.setUseClientMode(true);
    SSLParameters parameters = engine.getSSLParameters();
    if (serverName.isPresent() && trust.verifies()) {
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
    }
    serverName
        .filter(name -> IpAddress.read(name).isEmpty())
        .ifPresent(name -> parameters.setServerNames(List.of(new SNIHostName(name))));
    protocol.ifPresent(name -> parameters.setApplicationProtocols(new String[] {name}));
    engine.setSSLParameters(parameters);
    return new TlsDialogue(engine, inner.begin(target), target, serverName, trust.verifies());
  }
}
