package icpquery

// page is a part of a list in the fields of MyBatis PageHelper (PageInfo), filled as
// published answers of the ministry's have them, where they differ from PageHelper's:
// startRow and endRow are indexes within the page, from 0, which clients loop from and
// to, and where there is no page before or after, prePage and nextPage name the page
// itself.
type page struct {
	EndRow           int    `json:"endRow"`
	FirstPage        int    `json:"firstPage"`
	HasNextPage      bool   `json:"hasNextPage"`
	HasPreviousPage  bool   `json:"hasPreviousPage"`
	IsFirstPage      bool   `json:"isFirstPage"`
	IsLastPage       bool   `json:"isLastPage"`
	LastPage         int    `json:"lastPage"`
	List             []item `json:"list"`
	NavigatePages    int    `json:"navigatePages"`
	NavigatePageNums []int  `json:"navigatepageNums"`
	NextPage         int    `json:"nextPage"`
	PageNum          int    `json:"pageNum"`
	PageSize         int    `json:"pageSize"`
	Pages            int    `json:"pages"`
	PrePage          int    `json:"prePage"`
	Size             int    `json:"size"`
	StartRow         int    `json:"startRow"`
	Total            int    `json:"total"`
}

// navigatePages is how many page numbers PageHelper offers around the present one.
const navigatePages = 8

// pageOf cuts a page out of all rows.
func pageOf(rows []item, num, size int) page {
	pages := (len(rows) + size - 1) / size
	from := min((num-1)*size, len(rows))
	p := page{List: rows[from:min(from+size, len(rows))], PageNum: num, PageSize: size, Pages: pages, Total: len(rows),
		NavigatePages: navigatePages, NavigatePageNums: []int{}, IsFirstPage: num == 1, IsLastPage: num >= pages,
		HasPreviousPage: num > 1, HasNextPage: num < pages, PrePage: max(num-1, 1), NextPage: max(min(num+1, pages), 1)}
	p.Size = len(p.List)
	if p.List == nil {
		p.List = []item{}
	}
	p.EndRow = max(p.Size-1, 0)
	first := max(1, min(num-navigatePages/2, pages-navigatePages+1))
	for n := first; n <= pages && n < first+navigatePages; n++ {
		p.NavigatePageNums = append(p.NavigatePageNums, n)
	}
	if n := len(p.NavigatePageNums); n > 0 {
		p.FirstPage, p.LastPage = p.NavigatePageNums[0], p.NavigatePageNums[n-1]
	}
	return p
}
