package netlessons.share.read;

import netlessons.share.folder.Order;
import netlessons.share.http.Query;

/** How somebody wants to see a list: {@code ?sort=name|size|modified&order=asc|desc}. What makes no sense is ignored. */
record Sorting(Order order, boolean descending) {
    static Sorting of(Query query) {
        String wanted = query.first("sort").orElse("");
        Order order = Order.name;
        for (Order one : Order.values()) {
            if (one.name().equals(wanted)) {
                order = one;
            }
        }
        return new Sorting(order, query.first("order").filter("desc"::equals).isPresent());
    }

    String direction() {
        return descending ? "desc" : "asc";
    }

    boolean isDefault() {
        return order == Order.name && !descending;
    }
}
