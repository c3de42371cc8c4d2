package dev.lvs.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.lvs.net.AddressFamily;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Specification of a VirtualService. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
    value = "has(self.addresses) || has(self.addressPool) || has(self.firewallMark)",
    message =
        "set addresses, or addressPool to be given a VIP, or firewallMark for "
            + "packets that you mark yourself")
@ValidationRule(
    value = "!(has(self.addresses) && has(self.addressPool))",
    message =
        "addresses and addressPool exclude each other: name the VIPs, or let the "
            + "pool give one",
    fieldPath = ".addressPool")
@ValidationRule(
    value = "!has(self.addresses) || self.addresses.all(a, " + Cel.IS_UNICAST_A + ")",
    message =
        "each VIP must be one unicast IP address, e.g. 192.0.2.10 or 2001:db8::10, without a prefix"
            + " length",
    fieldPath = ".addresses")
@ValidationRule(
    value =
        "!has(self.firewallMark) || [self.firewallMark].all(m, !(" + Cel.IS_RESERVED_MARK_M + "))",
    message = Cel.RESERVED_MARK_MESSAGE,
    fieldPath = ".firewallMark")
@ValidationRule(
    value = "has(self.ports) || has(self.firewallMark)",
    message =
        "name at least one port, e.g. ports: [{port: 80}]; only with firewallMark "
            + "there may be none")
@ValidationRule(
    value =
        "!has(self.ports) || self.ports.all(p, p.port != 0 || (has(self.persistence) "
            + "&& self.persistence.mode == 'PCC'))",
    message =
        "port 0 stands for every port and needs persistence: {mode: PCC}; set that, "
            + "or name the port",
    fieldPath = ".ports")
@ValidationRule(
    value =
        "!has(self.ports) || self.ports.all(p, !has(p.name) || "
            + "self.ports.exists_one(q, has(q.name) && q.name == p.name))",
    message = "two ports have the same name; give each its own, or leave the names out",
    fieldPath = ".ports")
@ValidationRule(
    value =
        "!has(self.ports) || self.forwarding.method in ['NAT', 'FULLNAT'] || "
            + "self.ports.all(p, !has(p.targetPort) || p.targetPort == p.port)",
    message =
        "DR and TUN cannot change the port: remove targetPort, or use method NAT or " + "FULLNAT",
    fieldPath = ".ports")
@ValidationRule(
    value =
        "!has(self.ports) || self.ports.all(p, !has(p.targetPort) || (p.port != 0 && "
            + "!has(p.endPort) && (p.targetPort == p.port || !has(self.firewallMark)) && "
            + "(!has(self.persistence) || self.persistence.mode == 'PPC' || "
            + "(self.persistence.mode == 'PFMC' && p.targetPort == p.port))))",
    message =
        "many ports cannot be mapped to one: remove targetPort where port is 0, where there is an"
            + " endPort or a firewallMark, and with persistence mode PCC or PFMC",
    fieldPath = ".ports")
@ValidationRule(
    value =
        "!(has(self.ports) || has(self.firewallMark)) || "
            + "self.forwarding.method in ['NAT', 'FULLNAT'] || !has(self.realServers.inline) || "
            + "self.realServers.inline.all(s, !has(s.port) || (!has(self.firewallMark) && "
            + "self.ports.all(p, p.port == s.port)))",
    message =
        "DR and TUN cannot change the port of an inline real server: remove its port, or "
            + "use method NAT or FULLNAT",
    fieldPath = ".realServers")
@ValidationRule(
    value =
        "!has(self.realServers.inline) || has(self.firewallMark) || !("
            + Cel.MANY_PORTS
            + ") || self.realServers.inline.all(s, !has(s.port))",
    message =
        "many ports cannot be mapped to that of an inline real server: remove its port, or endPort,"
            + " or use persistence mode PPC",
    fieldPath = ".realServers")
@ValidationRule(
    value =
        "!has(self.addresses) || self.forwarding.method == 'TUN' || "
            + "!has(self.realServers.inline) || self.realServers.inline.all(s, "
            + "!isIP(s.address) || self.addresses.exists(a, isIP(a) && "
            + "ip(a).family() == ip(s.address).family()))",
    message =
        "an inline real server is of another family than every VIP, which only TUN can carry: "
            + "use an address of the VIP's family, or method TUN",
    fieldPath = ".realServers")
@ValidationRule(
    value =
        "!has(self.addresses) || !has(self.realServers.inline) || "
            + "self.realServers.inline.all(s, !(s.address in self.addresses))",
    message = "an inline real server has the address of the VIP: write the one it has without LVS",
    fieldPath = ".realServers")
@ValidationRule(
    value =
        "!has(self.sorryServer) || !has(self.sorryServer.port) || "
            + "self.sorryServer.method in ['NAT', 'FULLNAT'] || "
            + "(!has(self.firewallMark) && self.ports.all(p, p.port == self.sorryServer.port))",
    message =
        "DR and TUN cannot change the port of the sorry server: remove its port, or use method NAT",
    fieldPath = ".sorryServer")
@ValidationRule(
    value =
        "!has(self.sorryServer) || !has(self.sorryServer.port) || has(self.firewallMark) || !("
            + Cel.MANY_PORTS
            + ")",
    message =
        "many ports cannot be mapped to that of the sorry server: remove its port, or endPort, or"
            + " use persistence mode PPC",
    fieldPath = ".sorryServer")
@ValidationRule(
    value =
        "!has(self.sorryServer) || !has(self.addresses) || self.sorryServer.method == 'TUN' || "
            + "self.addresses.exists(a, isIP(a) && isIP(self.sorryServer.address) && "
            + "ip(a).family() == ip(self.sorryServer.address).family())",
    message =
        "the sorry server is of another family than every VIP, which only TUN can carry: use an"
            + " address of the VIP's family, or method TUN",
    fieldPath = ".sorryServer")
@ValidationRule(
    value =
        "!has(self.sorryServer) || "
            + "(self.sorryServer.method == 'FULLNAT') == (self.forwarding.method == 'FULLNAT')",
    message =
        "FULLNAT is for all real servers of a service or for none, the sorry server among them:"
            + " use it for both, or for neither",
    fieldPath = ".sorryServer")
@ValidationRule(
    value =
        "!has(self.sorryServer) || !has(self.addresses) || "
            + "!(self.sorryServer.address in self.addresses)",
    message = "the sorry server has the address of the VIP: write the one it has without LVS",
    fieldPath = ".sorryServer")
@ValidationRule(
    value =
        "!has(self.quorum) || !has(self.quorum.whenLost) || self.quorum.whenLost != 'sorry' || "
            + "has(self.sorryServer)",
    message = "whenLost: sorry needs a sorryServer: add it, or use serve",
    fieldPath = ".quorum.whenLost")
@ValidationRule(
    value =
        "!has(self.quorum) || !has(self.quorum.whenLost) || self.quorum.whenLost == 'sorry' || "
            + "!has(self.sorryServer)",
    message = "the sorry server is for whenLost: sorry: use that, or remove sorryServer",
    fieldPath = ".quorum.whenLost")
@ValidationRule(
    value =
        "!has(self.quorum) || !has(self.quorum.whenLost) || self.quorum.whenLost != 'withdraw' || "
            + "has(self.addresses) || has(self.addressPool)",
    message = "there is no VIP to withdraw: use whenLost: serve or sorry, or add addresses",
    fieldPath = ".quorum.whenLost")
@ValidationRule(
    value =
        "!has(self.quorum) || has(self.realServers.selector) || has(self.realServers.names) || "
            + "has(self.realServers.nodeSelector) || has(self.realServers.serviceRef) || "
            + "!has(self.realServers.inline) || "
            + "self.realServers.inline.map(s, s.weight).sum() >= self.quorum.up",
    message = "all real servers together do not have the weight of the quorum: lower up",
    fieldPath = ".quorum.up")
@ValidationRule(
    value =
        "!self.onePacket || has(self.firewallMark) || self.ports.all(p, p.protocol " + "== 'UDP')",
    message = "onePacket is for UDP: remove it, or make every port UDP, or use firewallMark",
    fieldPath = ".onePacket")
@ValidationRule(
    value = "!has(self.firewallMarkFamily) || (has(self.firewallMark) && !has(self.addresses))",
    message =
        "firewallMarkFamily is for a firewallMark without VIPs, which have a family themselves:"
            + " remove it, or the addresses",
    fieldPath = ".firewallMarkFamily")
@ValidationRule(
    value =
        "!has(self.schedulerFlags) || self.schedulerFlags.all(f, "
            + "!f.startsWith('sh-')) || self.scheduler == 'sh'",
    message = "sh-port and sh-fallback need scheduler: sh",
    fieldPath = ".schedulerFlags")
@ValidationRule(
    value =
        "!has(self.schedulerFlags) || self.schedulerFlags.all(f, "
            + "!f.startsWith('mh-')) || self.scheduler == 'mh'",
    message = "mh-port and mh-fallback need scheduler: mh",
    fieldPath = ".schedulerFlags")
@ValidationRule(
    value =
        "!has(self.healthCheck) || self.healthCheck.through != 'forwarding' || "
            + "has(self.addresses) || has(self.addressPool)",
    message =
        "a firewallMark without VIPs has no address to send probes to: use through: direct, or list"
            + " the VIPs in addresses",
    fieldPath = ".healthCheck.through")
@ValidationRule(
    value =
        "!has(self.healthCheck) || self.healthCheck.through != 'forwarding' || "
            + "has(self.healthCheck.port) || (!has(self.firewallMark) && "
            + "(!has(self.persistence) || self.persistence.mode != 'PCC'))",
    message =
        "persistence mode PCC and a firewallMark stand for any port, and a probe through forwarding"
            + " asks one: name it in healthCheck.port",
    fieldPath = ".healthCheck.port")
@ValidationRule(
    value =
        "!has(self.additionalHealthChecks) || has(self.addresses) || has(self.addressPool) || "
            + "self.additionalHealthChecks.all(c, c.through != 'forwarding')",
    message =
        "a firewallMark without VIPs has no address to send probes to: use through: direct, or list"
            + " the VIPs in addresses",
    fieldPath = ".additionalHealthChecks")
@ValidationRule(
    value =
        "!has(self.additionalHealthChecks) || (!has(self.firewallMark) && "
            + "(!has(self.persistence) || self.persistence.mode != 'PCC')) || "
            + "self.additionalHealthChecks.all(c, c.through != 'forwarding' || has(c.port))",
    message =
        "persistence mode PCC and a firewallMark stand for any port, and a probe through forwarding"
            + " asks one: name the port of each such check",
    fieldPath = ".additionalHealthChecks")
@ValidationRule(
    value = Cel.ADDITIONAL_CHECKS,
    message = Cel.ADDITIONAL_CHECKS_MESSAGE,
    fieldPath = ".additionalHealthChecks")
@ValidationRule(
    value =
        "!has(self.persistence) || !has(self.persistence.engine) || "
            + "has(self.firewallMark) || self.ports.all(p, p.protocol == 'UDP')",
    message = "engine sip reads SIP over UDP only: remove engine, or make every port UDP",
    fieldPath = ".persistence.engine")
@ValidationRule(
    value =
        "!has(self.persistence) || !has(self.persistence.netmask) || !has(self.addresses) || "
            + "self.addresses.exists(a, isIP(a) && ip(a).family() == 4)",
    message = "netmask is for IPv4 clients: remove it, or add an IPv4 VIP",
    fieldPath = ".persistence.netmask")
@ValidationRule(
    value =
        "!has(self.persistence) || !has(self.persistence.netmaskV6) || !has(self.addresses) || "
            + "self.addresses.exists(a, isIP(a) && ip(a).family() == 6)",
    message = "netmaskV6 is for IPv6 clients: remove it, or add an IPv6 VIP",
    fieldPath = ".persistence.netmaskV6")
public record VirtualServiceSpec(
    @JsonPropertyDescription("VIPs, of either family; one of each makes the service dual stack.")
        @Size(min = 1, max = 16)
        List<String> addresses,
    @JsonPropertyDescription("An AddressPool to allocate the VIP from, instead of addresses.")
        @Pattern("^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$")
        @Nullable String addressPool,
    @JsonPropertyDescription("The ports to serve.")
        @Size(min = 1, max = 64)
        @MergeKeys({"port", "protocol"})
        List<ServicePort> ports,
    @JsonPropertyDescription(
            "How a new connection finds its real server: in turn (rr, wrr), by fewest connections"
                + " (lc, wlc, sed, nq), by random choice of two (twos), by hash of the client (sh,"
                + " mh) or of the VIP (dh), by locality of the destination (lblc, lblcr), the best"
                + " until it fails (fo) or is full (ovf).")
        @Default("wlc")
        Scheduler scheduler,
    @JsonPropertyDescription(
            "Flags of the scheduler, as `ipvsadm -b`: -port hashes the client's port too, -fallback"
                + " passes over servers of weight 0; flag-1 to flag-3 are the same by number.")
        @Size(max = 7)
        List<SchedulerFlag> schedulerFlags,
    @JsonPropertyDescription("Schedule every datagram by itself; UDP and firewall marks only.")
        @Default("false")
        Boolean onePacket,
    @JsonPropertyDescription("Keep a client on one real server.") @Nullable Persistence persistence,
    @JsonPropertyDescription(
            "Serve the packets that carry this mark, which you set yourself; the VIPs are held, and"
                + " packets to ports are not marked. An AddressPool must grant the mark to the"
                + " namespace (spec.firewallMarks there). No other namespace may have ports of"
                + " these VIPs: they would take packets that carry the mark.")
        @Nullable
        @Min(1)
        @Max(4294967295L)
        Long firewallMark,
    @JsonPropertyDescription(
            "Of which family the marked packets are; default: that of the VIPs, and where there are"
                + " none that of the real servers. Say it where the real servers are of another"
                + " family (TUN), or there are none yet.")
        @Nullable AddressFamily firewallMarkFamily,
    @JsonPropertyDescription("How packets reach the real servers.") @Required Forwarding forwarding,
    @JsonPropertyDescription("Which real servers there are.") @Required
        RealServerSources realServers,
    @JsonPropertyDescription("Connection limits of each real server that has none of its own.")
        @Nullable Thresholds thresholds,
    @JsonPropertyDescription("How real servers are checked.") @Nullable HealthCheck healthCheck,
    @JsonPropertyDescription(
            "Checks of each real server that have to pass besides healthCheck, each by its own path"
                + " (through). It is down while one of them fails; weights that several give are"
                + " added up.")
        @Size(max = 3)
        List<HealthCheck> additionalHealthChecks,
    @JsonPropertyDescription(
            "What becomes of a real server whose check fails: quiesce sets its weight to 0 and lets"
                + " connections end, remove cuts them.")
        @Nullable OnFailure onFailure,
    @JsonPropertyDescription(
            "How a real server leaves that is removed, loses its labels, is under maintenance, or"
                + " changes its address, port or forwarding method (connections by FULLNAT end,"
                + " unless others of the service are by FULLNAT still); without it at once. One"
                + " that a right was"
                + " withdrawn from leaves at once, and so do all when the VirtualService itself is"
                + " deleted.")
        @Nullable Drain drain,
    @JsonPropertyDescription(
            "Which sum of weights of healthy real servers is needed, and what happens below it;"
                + " default: 1, where there is a sorryServer. A real server of weight 0 counts"
                + " nothing, one whose weight still rises counts whole.")
        @Nullable Quorum quorum,
    @JsonPropertyDescription(
            "Where new connections go below the quorum. It is not checked, and out of the table"
                + " until then; connections to real servers that still work go on meanwhile. When"
                + " the quorum is there again it leaves the table, which ends its connections.")
        @Nullable SorryServer sorryServer,
    @JsonPropertyDescription(
            "How the weight of a real server that was down and comes up rises; without it, it has"
                + " its whole weight at once.")
        @Nullable SlowStart slowStart,
    @JsonPropertyDescription(
            "What a director does where all real servers of many VirtualServices (three or more, or"
                + " all that it checks, if these are two) fail their checks at one moment, which"
                + " may be its own fault: follow treats each as failed, keep leaves those of this"
                + " service that served until then their weights. It is said in either case.")
        @Nullable OnMassFailure onMassFailure,
    @JsonPropertyDescription(
            "The DirectorGroup whose nodes serve this; default: the group named default. All"
                + " services of a VIP that is announced are in one group; it moves when the last of"
                + " them names another.")
        @Pattern("^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$")
        @Nullable String directorGroup,
    @JsonPropertyDescription(
            "Take over the entry of IPVS that stands in the kernel already and is not ours, with"
                + " all real servers in it, where an admin grants that for its VIP or mark"
                + " (adoption of the AddressPool): it is edited where it stands, so that"
                + " connections go on, and what is not asked for is removed. As long as this is"
                + " true, that holds for what others put into it later, too. The VIP itself is not"
                + " taken over: with announcement mode none of the DirectorGroup it may stay"
                + " somebody else's, else it has to be removed, and the agent adds it.")
        @Default("false")
        Boolean adopt) {
  public VirtualServiceSpec {
    addresses = List.copyOf(requireNonNullElse(addresses, List.of()));
    ports = List.copyOf(requireNonNullElse(ports, List.of()));
    schedulerFlags = List.copyOf(requireNonNullElse(schedulerFlags, List.of()));
    scheduler = requireNonNullElse(scheduler, Scheduler.WLC);
    additionalHealthChecks = List.copyOf(requireNonNullElse(additionalHealthChecks, List.of()));
    onePacket = requireNonNullElse(onePacket, false);
    adopt = requireNonNullElse(adopt, false);
  }
}
