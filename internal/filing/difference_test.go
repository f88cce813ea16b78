package filing_test

import (
	"slices"
	"testing"

	"beian/internal/filing"
	"beian/internal/filing/filingtest"
)

func TestDifferencesLookAtWhatIsSaid(t *testing.T) {
	from, to := filingtest.Company(), filingtest.Company()
	slices.Reverse(to.Sites[1].Contents)
	slices.Reverse(to.Sites[1].Accesses[1].Places)
	if list := filing.Differences(from, to); len(list) != 0 {
		t.Errorf("the same choices in another order: %+v", list)
	}
	slices.Reverse(to.Sites[0].HomeURLs)
	to.Sites[1].Names = []string{"青禾作业课堂"}
	list := filing.Differences(from, to)
	if len(list) != 2 || list[0].Path != "sites.1.home_urls" || list[1].Path != "sites.2.names" {
		t.Errorf("differences: %+v", list)
	}
}
