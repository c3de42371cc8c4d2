package dev.lvs.agent.netlink.nft;

import static dev.lvs.agent.netlink.nft.Nftables.*;

import dev.lvs.agent.netlink.AttributeReader;
import dev.lvs.agent.netlink.AttributeWriter;
import java.util.ArrayList;
import java.util.List;

/** A rule of a chain ({@code nf_tables_fill_rule_info}). */
record Rule(String chain, List<Expression> expressions) {
  Rule {
    expressions = List.copyOf(expressions);
  }

  void write(AttributeWriter writer, String table) {
    writer.string(NFTA_RULE_TABLE, table).string(NFTA_RULE_CHAIN, chain);
    writer.begin(NFTA_RULE_EXPRESSIONS);
    expressions.forEach(expression -> expression.write(writer));
    writer.end();
  }

  static Rule read(AttributeReader reply) {
    String chain = "";
    List<Expression> expressions = new ArrayList<>();
    while (reply.next()) {
      switch (reply.type()) {
        case NFTA_RULE_CHAIN -> chain = reply.string();
        case NFTA_RULE_EXPRESSIONS -> {
          reply.enter();
          while (reply.next()) {
            reply.enter();
            expressions.add(ExpressionReader.read(reply));
            reply.leave();
          }
          reply.leave();
        }
        default -> {}
      }
    }
    return new Rule(chain, expressions);
  }
}
