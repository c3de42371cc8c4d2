package dev.lvs.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** Settings of the check by which directors find out whether a real server works. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
    value =
        "[has(self.tcp), has(self.tls), has(self.http), has(self.https), has(self.grpc), "
            + "has(self.udp), has(self.dns), has(self.icmp), has(self.script), has(self.agent), "
            + "has(self.file), has(self.exec)].filter(k, k).size() == 1",
    message =
        "set one of tcp, tls, http, https, grpc, udp, dns, icmp, script, agent, file and exec")
@ValidationRule(
    value = "duration(self.timeout) <= duration(self.interval)",
    message = "a probe must be over before the next one begins: make timeout at most interval",
    fieldPath = ".timeout")
@ValidationRule(
    value =
        "duration(self.interval) >= duration('100ms') && duration(self.timeout) >= "
            + "duration('10ms')",
    message = "interval must be at least 100ms, and timeout at least 10ms",
    fieldPath = ".interval")
@ValidationRule(
    value = "!has(self.http) || !has(self.http.tls)",
    message = "http is clear text: remove tls, or use https",
    fieldPath = ".http")
@ValidationRule(
    value = "!has(self.port) || !(has(self.icmp) || has(self.file) || has(self.exec))",
    message = "icmp, file and exec ask no port: remove port",
    fieldPath = ".port")
@ValidationRule(
    value = "self.through != 'forwarding' || !(has(self.icmp) || has(self.file) || has(self.exec))",
    message = "IPVS balances no pings, and file and exec send no packets: use through: direct",
    fieldPath = ".through")
@ValidationRule(
    value = Cel.ADDRESS_IS_UNICAST,
    message = Cel.ADDRESS_MESSAGE,
    fieldPath = ".address")
@ValidationRule(
    value = "!has(self.address) || self.through != 'forwarding'",
    message = "a probe through forwarding asks the VIP: remove address, or use through: direct",
    fieldPath = ".address")
@ValidationRule(
    value = "!has(self.file)",
    message =
        "a file is looked at by an agent with manifests and --check-directory, never in a cluster:"
            + " use another kind",
    fieldPath = ".file")
@ValidationRule(
    value = "!has(self.exec)",
    message =
        "a program is run by an agent with manifests and --check-directory, never in a cluster: use"
            + " another kind",
    fieldPath = ".exec")
public record HealthCheck(
    @JsonPropertyDescription("A TCP connection.") @Nullable TcpCheck tcp,
    @JsonPropertyDescription("A TLS handshake.") @Nullable TlsOptions tls,
    @JsonPropertyDescription("An HTTP/1.1 request.") @Nullable HttpCheck http,
    @JsonPropertyDescription("An HTTP/1.1 request by TLS.") @Nullable HttpCheck https,
    @JsonPropertyDescription("The health protocol of gRPC.") @Nullable GrpcCheck grpc,
    @JsonPropertyDescription("A datagram.") @Nullable UdpCheck udp,
    @JsonPropertyDescription("A question to a name server.") @Nullable DnsCheck dns,
    @JsonPropertyDescription("An ICMP echo request.") @Nullable IcmpCheck icmp,
    @JsonPropertyDescription("Lines to send and answers to expect.") @Nullable ScriptCheck script,
    @JsonPropertyDescription("HAProxy's agent-check protocol: the weight follows the answer.")
        @Nullable AgentCheck agent,
    @JsonPropertyDescription(
            "A file on the director; only with manifests and --check-directory, not in a cluster.")
        @Nullable FileCheck file,
    @JsonPropertyDescription(
            "A program on the director; only with manifests and --check-directory, not in a"
                + " cluster.")
        @Nullable ExecCheck exec,
    @JsonPropertyDescription(
            "Address to ask in the place of the real server's, e.g. another one of it, or what it"
                + " needs to work; default: its own. An AddressPool has to grant it as it grants"
                + " real servers.")
        @Size(max = 45)
        @Nullable String address,
    @JsonPropertyDescription(
            "Port to ask; default: the destination's, which a service of all ports or of a firewall"
                + " mark does not have. Through forwarding it is the real server's port with NAT"
                + " and FULLNAT, and the VIP's with DR and TUN; default: the service's, the first"
                + " of a range.")
        @Nullable
        @Min(1)
        @Max(65535)
        Integer port,
    @JsonPropertyDescription(
            "Address of the director that probes come from; default: that of the route; through"
                + " forwarding one on the network of the VIP, or with DR on that of the real"
                + " server.")
        @Size(max = 45)
        @Nullable String sourceAddress,
    @JsonPropertyDescription(
            "direct asks the real server's own address; forwarding sends the probe to the VIP by"
                + " IPVS, the way a client's packet goes, so that a real server that lacks the VIP,"
                + " its ARP settings or its tunnel is found. Of a service by firewall mark each VIP"
                + " of the real server's family is asked, and each has to answer. For that the"
                + " director has an entry of IPVS for each real server, by a firewall mark of its"
                + " own, and accept_local on the interfaces where answers from an IPv4 VIP come"
                + " in.")
        @Default("direct")
        ProbePath through,
    @JsonPropertyDescription("Time from one probe to the next, 100ms to 9999m.") @Default("2s")
        TimeSpan interval,
    @JsonPropertyDescription("Time a probe may take, at most the interval.") @Default("1s")
        TimeSpan timeout,
    @JsonPropertyDescription("Up to so much is added to each interval by chance.") @Default("0s")
        TimeSpan jitter,
    @JsonPropertyDescription(
            "Pause after a failure, instead of the interval; default: the interval.")
        @Nullable TimeSpan retryInterval,
    @JsonPropertyDescription("Successes in a row that bring a server up.")
        @Default("2")
        @Min(1)
        @Max(100)
        Integer rise,
    @JsonPropertyDescription("Failures in a row that take it down.") @Default("3") @Min(1) @Max(100)
        Integer fall,
    @JsonPropertyDescription(
            "What a server counts for until the first result: up, or down so that it gets no"
                + " clients before it has answered.")
        @Default("up")
        InitialHealth initial) {
  public HealthCheck {
    through = requireNonNullElse(through, ProbePath.DIRECT);
    interval = requireNonNullElse(interval, new TimeSpan(2000));
    timeout = requireNonNullElse(timeout, new TimeSpan(1000));
    jitter = requireNonNullElse(jitter, new TimeSpan(0));
    rise = requireNonNullElse(rise, 2);
    fall = requireNonNullElse(fall, 3);
    initial = requireNonNullElse(initial, InitialHealth.UP);
  }

  /** Returns whether it sends nothing, but looks at a file or runs a program of the director. */
  public boolean staysOnDirector() {
    return file != null || exec != null;
  }

  /** Returns whether a probe goes elsewhere than the packets of clients. */
  public boolean asksElsewhere() {
    return address != null || port != null;
  }

  /** Returns whether a probe goes to a port. */
  public boolean asksPort() {
    return icmp == null && !staysOnDirector();
  }
}
