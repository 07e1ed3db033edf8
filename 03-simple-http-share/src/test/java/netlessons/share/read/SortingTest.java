package netlessons.share.read;

import static org.assertj.core.api.Assertions.assertThat;

import netlessons.share.folder.Order;
import netlessons.share.http.Query;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SortingTest {
    @ParameterizedTest
    @CsvSource({
        "'',name,false",
        "sort=size,size,false",
        "sort=modified&order=desc,modified,true",
        "order=desc,name,true",
        "sort=name&order=asc,name,false",
        "sort=%22%3E%3C,name,false",
        "sort=SIZE&order=DESC,name,false",
        "sort=&order=,name,false",
        "sort=size&sort=modified,size,false"
    })
    @DisplayName("what makes no sense is ignored (attack 31)")
    void sorts(String query, Order order, boolean descending) {
        assertThat(Sorting.of(Query.parse(query))).isEqualTo(new Sorting(order, descending));
    }
}
